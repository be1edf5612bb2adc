import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepNucleus } from '../../../../src/recaption/decoding/keep-nucleus.js'
import type { Sample } from '../../../../src/recaption/decoding/options.js'
import { randomStream } from '../../../../src/recaption/decoding/random-stream.js'
import { Sampler } from '../../../../src/recaption/decoding/sampler.js'

const EIGHTHS = [1 / 8, 4 / 8, 2 / 8, 1 / 8]

const logs = (probabilities: ReadonlyArray<number>): Float32Array => Float32Array.from(probabilities, Math.log)

const sampler = (mode: Omit<Sample, 'kind'> = {}): Sampler => new Sampler('recaption', { kind: 'sample', ...mode })

/** Probabilities of the tokens that may come. */
const chancesOf = (probabilities: ReadonlyArray<number>, mode: Omit<Sample, 'kind'>): ReadonlyArray<number> => {
  const weights = sampler(mode).weights(logs(probabilities))
  if (E.isLeft(weights)) throw new Error(weights.left._tag)
  const total = weights.right.reduce((sum, weight) => sum + weight, 0)
  return Array.from(weights.right, (weight) => weight / total)
}

const closeTo = (...values: ReadonlyArray<number>): ReadonlyArray<unknown> =>
  values.map((value) => (value === 0 ? 0 : expect.closeTo(value, 6)))

describe('what may be drawn', () => {
  it('is all as likely as the scores say, where nothing is asked', () =>
    expect(chancesOf(EIGHTHS, {})).toEqual(closeTo(...EIGHTHS)))

  it('temperature: probabilities to the power of 1 / temperature', () => {
    expect(chancesOf([0.2, 0.8], { temperature: 0.5 })).toEqual(closeTo(0.04 / 0.68, 0.64 / 0.68))
    expect(chancesOf([0.2, 0.8], { temperature: 2 })).toEqual(closeTo(1 / 3, 2 / 3))
  })

  it('temperature: as low as can be, the most likely token alone', () =>
    expect(chancesOf([0.2, 0.8], { temperature: 1e-300 })).toEqual([0, closeTo(1)[0]]))

  it('topK: the K most likely', () => expect(chancesOf(EIGHTHS, { topK: 2 })).toEqual(closeTo(0, 2 / 3, 1 / 3, 0)))

  it('topK: all that are as likely as the K-th', () =>
    expect(chancesOf(EIGHTHS, { topK: 3 })).toEqual(closeTo(...EIGHTHS)))

  it('topK: 50 where none is given, 0 for all', () => {
    const many = Array.from({ length: 60 }, (_, i) => i + 1)
    expect(chancesOf(many, {}).filter((chance) => chance !== 0).length).toBe(50)
    expect(chancesOf(many, { topK: 0 }).filter((chance) => chance !== 0).length).toBe(60)
  })

  it('topP: the fewest likely tokens that reach it', () => {
    expect(chancesOf([0.1, 0.5, 0.4], { topP: 0.49 })).toEqual(closeTo(0, 1, 0))
    expect(chancesOf([0.1, 0.5, 0.4], { topP: 0.51 })).toEqual(closeTo(0, 5 / 9, 4 / 9))
    expect(chancesOf([0.1, 0.5, 0.4], { topP: 0.91 })).toEqual(closeTo(0.1, 0.5, 0.4))
  })

  it('topP: the most likely token in any case', () =>
    expect(chancesOf(EIGHTHS, { topP: 0 })).toEqual(closeTo(0, 1, 0, 0)))

  it('topP: of equally likely ones the first', () =>
    expect(chancesOf(EIGHTHS, { topP: 0.8 })).toEqual(closeTo(1 / 7, 4 / 7, 2 / 7, 0)))

  it('topP is asked of what temperature and topK have left', () => {
    expect(chancesOf([0.1, 0.5, 0.4], { topK: 2, topP: 0.55 })).toEqual(closeTo(0, 1, 0))
    expect(chancesOf([0.2, 0.8], { temperature: 2, topP: 0.7 })).toEqual(closeTo(1 / 3, 2 / 3))
  })
})

describe('keepNucleus', () => {
  /** By the definition, token by token. */
  const byDefinition = (weights: ReadonlyArray<number>, topP: number): ReadonlyArray<number> => {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const order = weights.map((_, i) => i).sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b)
    const kept = new Set<number>()
    let before = 0
    for (const i of order) {
      if (kept.size > 0 && before >= topP * total) break
      kept.add(i)
      before += weights[i] as number
    }
    return weights.map((weight, i) => (kept.has(i) ? weight : 0))
  }

  // Whole numbers and sixteenths: sums without rounding.
  it('keeps what the definition keeps, among many tokens and few different weights', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1500 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.integer(),
        fc.nat(16),
        (n, most, seed, sixteenths) => {
          const random = randomStream(seed)
          const weights = Array.from({ length: n }, () => 1 + Math.floor(random() * most))
          const kept = Float64Array.from(weights)
          keepNucleus(kept, sixteenths / 16)
          expect([...kept]).toEqual(byDefinition(weights, sixteenths / 16))
        },
      ),
    )
  })
})

describe('drawing', () => {
  it('gives the token in whose share of [0, 1) the number lies, in the order of ids', () => {
    const drawn = [0, 0.124, 0.126, 0.624, 0.626, 0.874, 0.876, 1 - 2 ** -53].map((u) =>
      sampler().draw(logs(EIGHTHS), u),
    )
    expect(drawn).toEqual([0, 0, 1, 1, 2, 2, 3, 3].map(E.right))
  })

  it('never gives a token that cannot come', () => {
    const scores = Float32Array.of(-Infinity, 0, -Infinity, 0, -Infinity)
    expect([0, 0.4999, 0.5, 1 - 2 ** -53].map((u) => sampler().draw(scores, u))).toEqual([1, 1, 3, 3].map(E.right))
  })

  it('gives tokens as often as they are likely', () => {
    const [n, random, counts] = [40_000, randomStream(6, 1), [0, 0, 0, 0]]
    for (let i = 0; i < n; i++) {
      const drawn = sampler().draw(logs(EIGHTHS), random())
      if (E.isRight(drawn)) counts[drawn.right]!++
    }
    // Chi-squared of 3 degrees of freedom: below 16.27 in 999 of 1,000 such experiments.
    const chi2 = counts.reduce((sum, count, i) => sum + (count - n * EIGHTHS[i]!) ** 2 / (n * EIGHTHS[i]!), 0)
    expect(chi2).toBeLessThan(16.27)
  })

  it.each([1, -0.1, NaN, Infinity, undefined, '0.5'])('refuses chance outside [0, 1): %s', (u) =>
    expect(sampler().draw(logs(EIGHTHS), u as number)).toMatchObject({
      left: { _tag: 'InvalidOption', reward: 'recaption', option: 'random' },
    }),
  )
})
