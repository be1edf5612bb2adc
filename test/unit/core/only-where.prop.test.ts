import fc from 'fast-check'
import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { onlyWhere, type Reward } from '../../../src/core/index.js'
import { arbitraryBatch, arbitraryReward, type Sample, WIDTH } from './arbitrary-reward.js'
import { outcomes } from './stub.js'

const arbitraryRule = fc
  .tuple(fc.nat(WIDTH - 1), fc.constantFrom<Sample[number]>(0, 1, 'skip', 'fail'), fc.boolean())
  .map(
    ([place, answer, is]) =>
      (sample: Sample) =>
        (sample[place] === answer) === is,
  )

const where = (reward: Reward<Sample>, rule: (sample: Sample) => boolean): Reward<Sample> =>
  onlyWhere(reward, (sample: Sample) => right(rule(sample)), { why: 'not meant' })

describe('onlyWhere', () => {
  it('of every sample is the reward', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryBatch, async (reward, batch) => {
        const same = where(reward, () => true)
        expect(await outcomes(same, batch)).toEqual(await outcomes(reward, batch))
        expect(same.meta.range).toEqual(reward.meta.range)
      }),
    )
  })

  it('twice is onlyWhere of both rules', async () => {
    const rules = fc.tuple(arbitraryRule, arbitraryRule)
    await fc.assert(
      fc.asyncProperty(arbitraryReward, rules, arbitraryBatch, async (reward, [p, q], batch) => {
        const both = where(reward, (sample) => p(sample) && q(sample))
        expect(await outcomes(where(where(reward, p), q), batch)).toEqual(await outcomes(both, batch))
      }),
    )
  })

  it('gives a sample what the reward or a skip gives it, whatever else is in the batch', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReward, arbitraryRule, arbitraryBatch, async (reward, rule, batch) => {
        const found = await outcomes(where(reward, rule), batch)
        const alone = await outcomes(reward, batch)
        const elsewhere = { _tag: 'Skipped', reason: { code: 'not-applicable', message: 'not meant' } }
        expect(found).toEqual(batch.map((sample, i) => (rule(sample) ? alone[i] : elsewhere)))
      }),
    )
  })
})
