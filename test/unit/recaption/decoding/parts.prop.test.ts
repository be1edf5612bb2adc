import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Largest } from '../../../../src/recaption/decoding/largest.js'
import { logProbabilities } from '../../../../src/recaption/decoding/log-probabilities.js'
import { peak } from '../../../../src/recaption/decoding/peak.js'

describe('Largest', () => {
  const offered = (values: ReadonlyArray<number>, count: number): Largest => {
    const largest = new Largest(count)
    values.forEach((value, i) => largest.offer(value, i))
    return largest
  }
  const byDefinition = (values: ReadonlyArray<number>, count: number): ReadonlyArray<unknown> =>
    values
      .map((value, index) => ({ value, index }))
      .filter(({ value }) => value > -Infinity)
      .sort((a, b) => b.value - a.value || a.index - b.index)
      .slice(0, count)

  // Few different values: many are equal.
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(-Infinity)), { maxLength: 60 })

  it('holds the largest values, the first of equal ones, largest first', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (list, count) => {
        expect(offered(list, count).sorted()).toEqual(byDefinition(list, count))
      }),
    )
  })

  it('knows the least of them once it is full', () => {
    expect(offered([3, 1, 2], 2).least).toBe(2)
    expect(offered([3], 2).least).toBe(-Infinity)
  })
})

describe('peak', () => {
  it('is where the first of the largest scores is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 }), (list) => {
        expect(peak('recaption', Float32Array.from(list))).toEqual(E.right(list.indexOf(Math.max(...list))))
      }),
    )
  })

  it('finds NaN wherever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true })), fc.array(fc.float()), (before, after) => {
        const scores = Float32Array.of(...before, NaN, ...after)
        expect(peak('recaption', scores)).toEqual(E.left({ _tag: 'NonFinite', reward: 'recaption', value: NaN }))
      }),
    )
  })
})

describe('logProbabilities', () => {
  const scores = fc.array(fc.float({ min: -(2 ** 100), max: 2 ** 100, noNaN: true }), { minLength: 1, maxLength: 40 })

  it('have exponentials that add up to 1, and differ as the scores do', () => {
    fc.assert(
      fc.property(scores, (list) => {
        const row = Float32Array.from(list)
        const out = logProbabilities('recaption', row, new Float64Array(row.length))
        const logs = E.isRight(out) ? [...out.right] : []
        expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 12)
        for (const [i, log] of logs.entries()) {
          const [difference, size] = [row[i]! - row[0]!, Math.max(1, ...list.map(Math.abs))]
          expect(Math.abs(log - logs[0]! - difference)).toBeLessThanOrEqual(1e-14 * size)
        }
      }),
    )
  })

  it('give what cannot come the logarithm of 0', () =>
    expect(logProbabilities('recaption', Float32Array.of(5, -Infinity), new Float64Array(2))).toEqual(
      E.right(Float64Array.of(0, -Infinity)),
    ))
})
