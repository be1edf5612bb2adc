import { describe, expect, it } from 'vitest'
import { registry } from '../../src/presets/index.js'
import { score } from '../../src/score.js'
import { checkReward } from '../../src/testing/index.js'
import { rewards } from './rewards.js'

describe('contract', () => {
  it.each(rewards.map(({ reward, samples }, i) => [`${i} ${reward.meta.name}`, reward, samples] as const))(
    '%s',
    async (_, reward, samples) => {
      expect(await checkReward(reward, samples as ReadonlyArray<never>)).toEqual([])
    },
  )

  it('every reward scores some of its samples, but for those that skip all', async () => {
    const scores = await Promise.all(
      rewards.map(async ({ reward, samples }) => {
        const outcomes = await score(reward, samples as ReadonlyArray<never>)
        return [reward.meta.name, outcomes.some(({ _tag }) => _tag === 'Scored')] as const
      }),
    )
    expect(scores.flatMap(([name, some]) => (some ? [] : [name]))).toEqual(['skip-all', ''])
  })

  it('every reward that has an id, and runs, is held to it', () => {
    const ids = [...registry.values()].filter(({ status }) => status === 'available').map(({ id }) => id)
    const held = new Set(rewards.map(({ reward }) => reward.meta.name))
    expect(ids.length).toBeGreaterThan(0)
    expect(ids.filter((id) => !held.has(id))).toEqual([])
  })
})
