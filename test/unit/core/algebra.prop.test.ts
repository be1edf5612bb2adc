import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  constant,
  contramap,
  type Outcome,
  product,
  type Reward,
  type RewardMeta,
  skipAll,
  type SkipRule,
  sum,
  weightedSum,
} from '../../../src/core/index.js'
import { sameOutcome } from '../../../src/testing/index.js'
import { arbitraryBatch, arbitraryReward, leaf, type Sample } from './arbitrary-reward.js'
import { outcomes } from './stub.js'

/** Sums in another order differ by rounding: a few parts in 2^53, of values below 1000. */
const ROUNDING = 1e-9

const bare = ({ parts: _, ...outcome }: Outcome): Outcome => outcome

/** The same case and value; parts may be nested in another way. */
const agree = async <S>(a: Reward<S>, b: Reward<S>, batch: ReadonlyArray<S>): Promise<void> => {
  const [left, right] = [await outcomes(a, batch), await outcomes(b, batch)]
  expect(left).toHaveLength(batch.length)
  for (const [i, outcome] of left.entries()) {
    const other = bare(right[i] as Outcome)
    if (!sameOutcome(bare(outcome), other, ROUNDING) && !bothSkipped(outcome, other))
      expect(bare(outcome)).toEqual(other)
  }
}

/** A sum of sums skips with another code than a sum that is flat. */
const bothSkipped = (a: Outcome, b: Outcome): boolean => a._tag === 'Skipped' && b._tag === 'Skipped'

const closeRanges = (a: RewardMeta, b: RewardMeta): void => {
  for (const bound of ['min', 'max'] as const)
    expect(Math.abs(a.range[bound] - b.range[bound])).toBeLessThanOrEqual(ROUNDING * (1 + Math.abs(a.range[bound])))
}

const rules = ['strict', 'trl', 'renormalize'] as const
const three = fc.tuple(arbitraryReward, arbitraryReward, arbitraryReward)

describe('sum', () => {
  it.each(['strict', 'trl'] as const)('%s: (a + b) + c = a + (b + c) = a + b + c', async (skips) => {
    await fc.assert(
      fc.asyncProperty(three, arbitraryBatch, async ([a, b, c], batch) => {
        const flat = sum([a, b, c], { skips })
        for (const nested of [
          sum([sum([a, b], { skips }), c], { skips }),
          sum([a, sum([b, c], { skips })], { skips }),
        ]) {
          await agree(nested, flat, batch)
          if (skips === 'strict') closeRanges(nested.meta, flat.meta)
        }
      }),
    )
  })

  it('strict: constant(0) is its identity; trl: skipAll', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, async (reward, batch) => {
        for (const total of [sum([reward, constant(0)]), sum([constant(0), reward])]) {
          await agree(total, reward, batch)
          closeRanges(total.meta, reward.meta)
        }
        for (const total of [sum([reward, skipAll], { skips: 'trl' }), sum([skipAll, reward], { skips: 'trl' })])
          await agree(total, reward, batch)
      }),
    )
  })

  it('trl: a part alone is itself, and constant(0) would not do: it scores what is skipped', async () => {
    const [outcome] = await outcomes(sum([leaf(0), constant(0)], { skips: 'trl' }), [['skip', 0, 0, 0]])
    expect(outcome).toMatchObject({ _tag: 'Scored', value: 0 })
  })

  it.each(rules)('%s: is commutative', async (skips) => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryReward, arbitraryBatch, async (a, b, batch) => {
        const [one, other] = [sum([a, b], { skips }), sum([b, a], { skips })]
        const tags = async (reward: Reward<Sample>) =>
          (await outcomes(reward, batch)).map((outcome) => (outcome._tag === 'Scored' ? outcome.value : outcome._tag))
        const [left, right] = [await tags(one), await tags(other)]
        for (const [i, value] of left.entries()) {
          if (typeof value === 'number') expect(value).toBeCloseTo(right[i] as number, 9)
          else expect(right[i]).toBe(value)
        }
      }),
    )
  })
})

describe('product', () => {
  it.each(['strict', 'trl'] as const)('%s: is associative, with identity constant(1) or skipAll', async (skips) => {
    await fc.assert(
      fc.asyncProperty(three, arbitraryBatch, async ([a, b, c], batch) => {
        const flat = product([a, b, c], { skips })
        await agree(product([product([a, b], { skips }), c], { skips }), flat, batch)
        await agree(product([a, product([b, c], { skips })], { skips }), flat, batch)
        await agree(product([a, skips === 'strict' ? constant(1) : skipAll], { skips }), a, batch)
      }),
    )
  })
})

describe('weightedSum', () => {
  /** Tenths: half of the smallest number there is, is 0. */
  const weight = fc.integer({ min: -100, max: 100 }).map((n) => n / 10)

  it.each(rules)('%s: is homogeneous in its weights', async (skips: SkipRule) => {
    await fc.assert(
      fc.asyncProperty(
        three,
        fc.tuple(weight, weight, weight),
        fc.constantFrom(-2, -1, 0.5, 4),
        arbitraryBatch,
        async ([a, b, c], [u, v, w], k, batch) => {
          const base = await outcomes(
            weightedSum(
              [
                [u, a],
                [v, b],
                [w, c],
              ],
              { skips },
            ),
            batch,
          )
          const scaled = await outcomes(
            weightedSum(
              [
                [k * u, a],
                [k * v, b],
                [k * w, c],
              ],
              { skips },
            ),
            batch,
          )
          for (const [i, outcome] of base.entries()) {
            const expected = outcome._tag === 'Scored' ? { ...bare(outcome), value: k * outcome.value } : bare(outcome)
            expect(sameOutcome(bare(scaled[i] as Outcome), expected, ROUNDING)).toBe(true)
          }
        },
      ),
    )
  })

  it.each(['strict', 'trl'] as const)('%s: is additive in the weights of a part', async (skips) => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, weight, weight, arbitraryBatch, async (a, u, v, batch) => {
        await agree(
          weightedSum(
            [
              [u, a],
              [v, a],
            ],
            { skips },
          ),
          weightedSum([[u + v, a]], { skips }),
          batch,
        )
      }),
    )
  })

  it('renormalize: equal parts come out as if none were skipped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.tuple(fc.double({ min: 0.1, max: 9, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 5 }),
        async (value, parts) => {
          fc.pre(parts.some(([, present]) => present))
          const reward = weightedSum(
            parts.map(([w, present]) => [w, present ? constant(value) : skipAll] as const),
            { skips: 'renormalize' },
          )
          const total = parts.reduce((all, [w]) => all + w, 0)
          const [outcome] = await outcomes(reward, [0])
          expect(outcome).toMatchObject({ _tag: 'Scored', value: expect.closeTo(value * total, 9) })
        },
      ),
    )
  })
})

describe('contramap', () => {
  it('identity: contramap(r, x => x) = r', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, async (reward, batch) => {
        const mapped = contramap(reward, (sample: Sample) => sample)
        expect(await outcomes(mapped, batch)).toEqual(await outcomes(reward, batch))
        expect(mapped.meta).toEqual({ ...reward.meta, fields: [] })
      }),
    )
  })

  it('composition: contramap(contramap(r, f), g) = contramap(r, x => f(g(x)))', async () => {
    const f = (sample: Sample): Sample => [...sample.slice(1), sample[0] as Sample[number]]
    const g = (text: string): Sample => JSON.parse(text) as Sample
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, async (reward, batch) => {
        const texts = [...batch.map((sample) => JSON.stringify(sample)), 'no sample']
        const twice = await outcomes(contramap(contramap(reward, f), g), texts)
        expect(twice).toEqual(
          await outcomes(
            contramap(reward, (text: string) => f(g(text))),
            texts,
          ),
        )
        expect(twice.at(-1)).toMatchObject({ _tag: 'Failed', error: { _tag: 'Unexpected' } })
      }),
    )
  })
})
