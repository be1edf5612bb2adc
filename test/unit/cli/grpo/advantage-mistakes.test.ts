import { describe, expect, it } from 'vitest'
import { corl, jsonl } from '../run-in-process.js'

const REWARDS = [1.25, 0.5, 0, 2, 0.75, 0.25, 1.5, 3]
const CONFIG = { num_generations: 4 }

const mean = (x: ReadonlyArray<number>): number => x.reduce((sum, v) => sum + v, 0) / x.length
const deviation = (x: ReadonlyArray<number>, ddof = 1): number =>
  Math.sqrt(x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - ddof))
const inGroups = (
  x: ReadonlyArray<number>,
  f: (group: ReadonlyArray<number>) => ReadonlyArray<number>,
  size = 4,
): ReadonlyArray<number> =>
  Array.from({ length: x.length / size }, (_, g) => f(x.slice(g * size, (g + 1) * size))).flat()
const scaled = (divisor: (group: ReadonlyArray<number>) => number, size = 4): ReadonlyArray<number> =>
  inGroups(REWARDS, (group) => group.map((r) => (r - mean(group)) / divisor(group)), size)
/** Of these numbers the mean is 0. */
const whitened = (x: ReadonlyArray<number>): ReadonlyArray<number> => x.map((v) => v / (deviation(x) + 1e-4))

const reasonsOf = async (dump: object, ...args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const { code, out } = await corl(['grpo', 'check', '--against', '-', '--json', ...args], jsonl(dump))
  const { departure } = JSON.parse(out) as { departure: { reasons: ReadonlyArray<string> } }
  expect(code).toBe(1)
  return departure.reasons
}

describe('advantages of a trainer that', () => {
  it.each<[string, ReadonlyArray<number>, RegExp]>([
    ['divides by the biased deviation', scaled((g) => deviation(g, 0) + 1e-4), /^ddof: /],
    ['adds 1e-8', scaled((g) => deviation(g) + 1e-8), /^epsilon: 1e-8 added/],
    ['adds 1e-6', scaled((g) => deviation(g) + 1e-6), /^epsilon: 1e-6 added/],
    ['adds 1e-5', scaled((g) => deviation(g) + 1e-5), /^epsilon: 1e-5 added/],
    ['adds 1e-7', scaled((g) => deviation(g) + 1e-7), /^epsilon: 1e-7 added/],
    ['adds 1e-3', scaled((g) => deviation(g) + 1e-3), /^epsilon: 1e-3 added/],
    ['adds nothing', scaled((g) => deviation(g)), /^epsilon: nothing added/],
    ['adds under the root', scaled((g) => Math.sqrt(deviation(g) ** 2 + 1e-4)), /^epsilon: added to the variance/],
    [
      'adds 1e-8 under the root of the biased deviation',
      scaled((g) => Math.sqrt(deviation(g, 0) ** 2 + 1e-8)),
      /^ddof: .*, and epsilon: 1e-8 added to the variance/,
    ],
    ['divides by the variance', scaled((g) => deviation(g) ** 2 + 1e-4), /^scaling: divided by the variance/],
    ['scales by the batch', scaled(() => deviation(REWARDS) + 1e-4), /^scaling: .*batch.* instead of 'group'/],
    ['does not scale', scaled(() => 1), /^scaling: not divided/],
    ['has groups of 2', scaled((g) => deviation(g) + 1e-4, 2), /^groups: of 2 completions/],
    ['has one group', scaled((g) => deviation(g) + 1e-4, 8), /^groups: of 8 completions/],
    [
      'has groups that lie apart',
      REWARDS.map((r, i) => {
        const group = REWARDS.filter((_, j) => j % 2 === i % 2)
        return (r - mean(group)) / (deviation(group) + 1e-4)
      }),
      /^groups: completions of one prompt taken to lie apart/,
    ],
    [
      'leaves the completion itself out of the mean',
      inGroups(REWARDS, (g) => g.map((r, i) => (r - mean(g.filter((_, j) => j !== i))) / (deviation(g) + 1e-4))),
      /^baseline: .*RLOO/,
    ],
    [
      'takes the mean of the batch',
      inGroups(REWARDS, (g) => g.map((r) => (r - mean(REWARDS)) / (deviation(g) + 1e-4))),
      /^baseline: the mean of the whole batch/,
    ],
    ['takes no mean', inGroups(REWARDS, (g) => g.map((r) => r / (deviation(g) + 1e-4))), /^baseline: no mean/],
    [
      'normalises twice',
      whitened(scaled((g) => deviation(g) + 1e-4)),
      /^scaling: advantages normalised once more over the whole batch/,
    ],
    [
      'cuts what is large',
      scaled((g) => deviation(g) + 1e-4).map((a) => Math.min(Math.max(a, -1), 1)),
      /^clipping: advantages cut to at most 1 in size/,
    ],
    ['has the sign wrong', scaled((g) => -(deviation(g) + 1e-4)), /^sign: /],
    ['makes two mistakes', scaled((g) => deviation(g, 0) + 1e-8), /^ddof: .*, and epsilon: 1e-8 added/],
    ['makes two others', scaled(() => deviation(REWARDS, 0) + 1e-4), /^ddof: .*, and scaling: .*batch/],
  ])('%s is told so', async (_, advantages, reason) => {
    const dump = { rewards: REWARDS, config: CONFIG, advantages }
    expect((await reasonsOf(dump))[0]).toMatch(reason)
    const rounded = { ...dump, advantages: advantages.map(Math.fround) }
    expect(await reasonsOf(rounded)).toContainEqual(expect.stringMatching(reason))
  })

  it.each<[string, object, ReadonlyArray<number>, RegExp]>([
    ['ignores weights', { reward_weights: [1, 3] }, [0.4, -0.4], /^weights: reward_weights ignored/],
    [
      'turns the weights around',
      { reward_weights: [1, 3] },
      [1.4, -1.4],
      /^weights: reward_weights in the reverse order/,
    ],
    ['averages the rewards', { reward_weights: [1, 3] }, [0.05, -0.05], /^weights: rewards averaged/],
  ])('%s is told so', async (_, config, advantages, reason) => {
    const rewards = [
      [1, 0.3],
      [0, 0.5],
    ]
    // Right: 1.9 and 1.5; without weights 1.3 and 0.5; turned around 3.3 and 0.5; averaged 0.475 and 0.375.
    const dump = { rewards, config: { num_generations: 2, scale_rewards: 'none', ...config }, advantages }
    expect(await reasonsOf(dump)).toContainEqual(expect.stringMatching(reason))
  })

  it('counts a null as 0, leaves its completion out, or scales the other weights up, is told so', async () => {
    const rewards = [
      [1, null],
      [0, 0.5],
      [null, null],
      [0.25, 0.5],
    ]
    const config = { num_generations: 4, scale_rewards: 'none' }
    const asZero = [1, 0.5, 0, 0.75]
    expect((await reasonsOf({ rewards, config, advantages: asZero.map((r) => r - mean(asZero)) }))[0]).toMatch(
      /^nulls: .*counted as 0/,
    )
    expect((await reasonsOf({ rewards, config, advantages: [0, -0.125, 0, 0.125] }))[0]).toMatch(
      /^nulls: a completion left out where one of its rewards/,
    )
    const up = [2, 0.5, 0.75]
    const [a, b, c] = up.map((r) => r - mean(up))
    expect((await reasonsOf({ rewards, config, advantages: [a, b, 0, c] }))[0]).toMatch(/^nulls: weights/)
    const left = [1, 0.5, 0.75].map((r) => r - 0.75)
    const nan = { rewards, config, advantages: [left[0], left[1], null, left[2]] }
    expect((await reasonsOf(nan))[0]).toMatch(/^nulls: NaN instead of 0/)
  })

  it('normalises before it sums, or after, is told so', async () => {
    const rewards = REWARDS.map((r, i) => [r, REWARDS[(3 * i + 1) % 8]!])
    const run = async (multi_objective_aggregation: string) => {
      const { out } = await corl(['grpo'], jsonl({ rewards, config: { ...CONFIG, multi_objective_aggregation } }))
      return (JSON.parse(out) as { advantages: ReadonlyArray<number> }).advantages
    }
    const config = { ...CONFIG, multi_objective_aggregation: 'normalize_then_sum' }
    for (const dump of [
      { rewards, config: CONFIG, advantages: await run('normalize_then_sum') },
      { rewards, config, advantages: await run('sum_then_normalize') },
    ])
      expect(await reasonsOf(dump)).toEqual([expect.stringMatching(/^aggregation: .*taken for each other/)])
  })

  it('logs another deviation is told so', async () => {
    const metrics = (reward_std: number) => ({ rewards: REWARDS, config: CONFIG, metrics: { reward_std } })
    expect((await reasonsOf(metrics(deviation(REWARDS, 0))))[0]).toMatch(/^ddof: /)
    const ofGroups = mean([deviation(REWARDS.slice(0, 4)), deviation(REWARDS.slice(4))])
    expect((await reasonsOf(metrics(ofGroups)))[0]).toMatch(/^metric: mean of the groups' deviations/)
    const named = { rewards: REWARDS.map((r, i) => (i === 0 ? null : r)), config: { ...CONFIG, reward_names: ['mcq'] } }
    const asZero = mean([0, ...REWARDS.slice(1)])
    expect((await reasonsOf({ ...named, metrics: { 'rewards/mcq/mean': asZero } }))[0]).toMatch(/^nulls: /)
  })

  it('does something unheard of has no known reason', async () => {
    const advantages = REWARDS.map((_, i) => Math.sin(i + 1))
    expect(await reasonsOf({ rewards: REWARDS, config: CONFIG, advantages })).toEqual([])
  })
})
