import { describe, expect, it } from 'vitest'
import { constant, product, scored, skipAll, skipped, sum } from '../../../src/core/index.js'
import { always, answers, invalidOption, outcomes, run } from './stub.js'

describe('constant', () => {
  it.each([0, -0, 1, -2.5, 1e308])('%d for every sample, whatever it is', async (value) => {
    const reward = constant(value)
    expect(reward.meta).toMatchObject({ name: `constant(${value})`, range: { min: value, max: value } })
    expect(await outcomes(reward, [null, {}, 'x'])).toStrictEqual(Array(3).fill(scored(value)))
  })

  it.each([NaN, Infinity, -Infinity])('%d is Left InvalidOption', async (value) => {
    const reward = constant(value)
    expect(reward.meta.name).toBe(`constant(${value})`)
    expect(await run(reward, [{}])).toEqual(invalidOption('constant', 'value', 'a finite number', String(value)))
  })
})

describe('skipAll', () => {
  it('skips every sample and says so', async () => {
    expect(skipAll.meta).toMatchObject({ name: 'skip-all', range: { min: 0, max: 0 } })
    expect(await outcomes(skipAll, [1, 2])).toStrictEqual(
      Array(2).fill(skipped('not-applicable', 'this reward skips every sample')),
    )
  })

  it('is the identity of a trl sum and of a trl product', async () => {
    for (const reward of [
      sum([skipAll, always('a', 0.25)], { skips: 'trl' }),
      product([always('a', 0.25), skipAll], { skips: 'trl' }),
    ])
      expect(await answers(reward, [0])).toEqual([0.25])
  })
})
