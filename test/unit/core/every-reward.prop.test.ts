import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  constant,
  contains,
  fallback,
  type Outcome,
  product,
  type Reward,
  type RewardMeta,
  sum,
} from '../../../src/core/index.js'
import { arbitraryBatch, arbitraryReward, arbitrarySample, leaf, type Sample, WIDTH } from './arbitrary-reward.js'
import { outcomes } from './stub.js'

const rules = ['strict', 'trl', 'renormalize'] as const

describe('every tree of combinators', () => {
  it('gives one outcome a sample, and a batch gives what its samples give one by one', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, async (reward, batch) => {
        const whole = await outcomes(reward, batch)
        expect(whole).toHaveLength(batch.length)
        for (const [i, sample] of batch.entries()) expect(await outcomes(reward, [sample])).toEqual([whole[i]])
      }),
    )
  })

  it('gives the same outcomes for the samples in any order, however often each of them comes', async () => {
    const shuffled = fc
      .array(arbitrarySample, { minLength: 1, maxLength: 6 })
      .chain((batch) => fc.tuple(fc.constant(batch), fc.array(fc.nat(batch.length - 1), { maxLength: 12 })))
    await fc.assert(
      fc.asyncProperty(arbitraryReward, shuffled, async (reward, [batch, rows]) => {
        const before = await outcomes(reward, batch)
        const after = await outcomes(
          reward,
          rows.map((row) => batch[row] as Sample),
        )
        expect(after).toEqual(rows.map((row) => before[row]))
      }),
    )
  })

  /** Every value of the tree, with what is declared of it. */
  const values = (meta: RewardMeta, outcome: Outcome): ReadonlyArray<readonly [RewardMeta, number]> => [
    ...(outcome._tag === 'Scored' ? ([[meta, outcome.value]] as const) : []),
    ...Object.entries(outcome.parts ?? {}).flatMap(([name, part]) => {
      const declared = meta.parts?.[name]
      expect(declared, `part ${name} of ${meta.name} is declared`).toBeDefined()
      return values(declared as RewardMeta, part)
    }),
  ]

  it('stays within the range it computed, at every depth, and never gives NaN or an infinity', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, async (reward, batch) => {
        expect(reward.meta.range.min).toBeLessThanOrEqual(reward.meta.range.max)
        for (const outcome of await outcomes(reward, batch)) {
          if (outcome._tag === 'Failed') expect(outcome.error._tag).not.toMatch(/NonFinite|OutOfRange/)
          for (const [meta, value] of values(reward.meta, outcome)) {
            expect(Number.isFinite(value)).toBe(true)
            expect(contains(meta.range, value), `${value} in [${meta.range.min}, ${meta.range.max}]`).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('a sample that makes no sense leaves its neighbours as they are', async () => {
    const bad = fc.constantFrom<unknown>(null, undefined, 7, 'text', {}, [NaN, NaN, Infinity, 1n], [{}], new Map())
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, bad, fc.nat(8), async (reward, batch, stranger, at) => {
        const place = Math.min(at, batch.length)
        const mixed = batch.toSpliced(place, 0, stranger as Sample)
        const found = await outcomes(reward, mixed)
        expect(found).toHaveLength(batch.length + 1)
        expect(found.toSpliced(place, 1)).toEqual(await outcomes(reward, batch))
      }),
    )
  })
})

describe('skips and failures', () => {
  const places = fc.array(fc.nat(WIDTH - 1), { minLength: 1, maxLength: 4 })
  const totals = (parts: ReadonlyArray<Reward<Sample>>): ReadonlyArray<Reward<Sample>> => [
    ...rules.map((skips) => sum(parts, { skips })),
    product(parts),
    product(parts, { skips: 'trl' }),
  ]

  it('all parts skipped gives skipped, under every rule', async () => {
    await fc.assert(
      fc.asyncProperty(places, async (chosen) => {
        for (const total of totals(chosen.map((place) => leaf(place))))
          expect(await outcomes(total, [Array(WIDTH).fill('skip')])).toMatchObject([
            { _tag: 'Skipped', reason: { code: 'all-parts-skipped' } },
          ])
      }),
    )
  })

  it('a failed part fails the sample under every rule, unless fallback says otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(places, arbitrarySample, async (chosen, sample) => {
        const broken = sample.with(chosen[0] as number, 'fail')
        const parts = chosen.map((place) => leaf(place))
        for (const total of totals(parts)) expect(await outcomes(total, [broken])).toMatchObject([{ _tag: 'Failed' }])
        const mended = totals(parts.map((part) => fallback(part, constant(0.5), { on: 'both' })))
        for (const total of mended) expect(await outcomes(total, [broken])).toMatchObject([{ _tag: 'Scored' }])
      }),
    )
  })

  it('nothing becomes 0 by itself: what is not scored has no value', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, async (reward, batch) => {
        for (const outcome of await outcomes(reward, batch)) expect('value' in outcome).toBe(outcome._tag === 'Scored')
      }),
    )
  })
})
