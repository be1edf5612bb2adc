import { describe, expect, test } from 'vitest'
import { type RlooOptions, rlooAdvantages } from '../../../../src/grpo/advantages/rloo-advantages.js'
import type { Rewards } from '../../../../src/grpo/advantages/reward-table.js'
import { complaint, right } from './right.js'

const valuesOf = (rewards: Rewards, options: RlooOptions): ReadonlyArray<number> => [
  ...right(rlooAdvantages(rewards, options)).advantages,
]

const closeTo = (values: ReadonlyArray<number>) => values.map((value) => expect.closeTo(value, 12))

describe('values worked by hand', () => {
  test('each against the mean of the others', () => {
    expect(valuesOf([6, 3, 0, 1, 1, 1], { numGenerations: 3 })).toEqual([4.5, 0, -4.5, 0, 0, 0])
  })

  test('those that nobody scored are no others, and are 0', () => {
    expect(valuesOf([6, null, 0, 5, null, null], { numGenerations: 3 })).toEqual([6, 0, -6, 0, 0, 0])
  })

  test('sums are cut before they are compared', () => {
    expect(valuesOf([6, -4], { numGenerations: 2, rewardClipRange: [-1, 2] })).toEqual([3, -3])
  })

  test('normalised over the batch', () => {
    // 2, -2, 1, -1: mean 0, squares 10 over 3.
    const divisor = Math.sqrt(10 / 3) + 1e-4
    const values = valuesOf([2, 0, 1, 0], { numGenerations: 2, normalizeAdvantages: true })
    expect(values).toEqual(closeTo([2, -2, 1, -1].map((a) => a / divisor)))
  })

  test('a group of one is 0, in evaluation', () => {
    const received = right(rlooAdvantages([3, 4], { numGenerations: 1, mode: 'eval' }))
    expect([...received.advantages]).toEqual([0, 0])
    expect(received.metrics['frac_reward_zero_std']).toBe(1)
  })
})

describe('the charge for divergence', () => {
  const kl = {
    beta: 0.5,
    oldLogProbs: [
      [-1, -2, 99],
      [-1, -1, -1],
    ],
    refLogProbs: [
      [-3, -2, NaN],
      [-1, -2, -1],
    ],
    completionMask: [
      [1, 1, 0],
      [1, 1, 1],
    ],
  }

  test('comes off after the cut; what lies at padding does not matter', () => {
    // Divergences 2 and 1; rewards cut to 1 and 0.
    const received = right(rlooAdvantages([5, 0], { numGenerations: 2, rewardClipRange: [0, 1], kl }))
    expect([...received.advantages]).toEqual([0.5, -0.5])
    expect(received.metrics).toMatchObject({ reward: 2.5, kl: 3 / 5 })
  })

  test('a completion without a token pays nothing', () => {
    const empty = {
      ...kl,
      completionMask: [
        [0, 0, 0],
        [0, 0, 0],
      ],
    }
    const received = right(rlooAdvantages([1, 0], { numGenerations: 2, kl: empty }))
    expect([...received.advantages]).toEqual([1, -1])
    expect(received.metrics['kl']).toBe(0)
  })

  test.each<[object, string]>([
    [{ beta: NaN }, 'a finite number for `kl.beta`, got NaN'],
    [{ completionMask: [[1, 1, 1]] }, '2 rows, one a completion for `kl.completionMask`, got 1'],
    [
      {
        completionMask: [
          [1, 1, 2],
          [1, 1, 1],
        ],
      },
      'zeros and ones for `kl.completionMask`, got 2 at [0][2]',
    ],
    [
      {
        completionMask: [
          [1, 1, 1],
          [1, 1, 1],
        ],
      },
      'finite numbers under the mask for `kl.refLogProbs`, got NaN at [0][2]',
    ],
    [{ oldLogProbs: [[1], [1]] }, '2 x 3 numbers for `kl.oldLogProbs`, got 2 x 1'],
    [{ refLogProbs: undefined }, 'rows of numbers or {shape, data} for `kl.refLogProbs`, got nothing'],
  ])('%o is refused', (wrong, sentence) => {
    const result = rlooAdvantages([1, 0], { numGenerations: 2, kl: { ...kl, ...wrong } })
    expect(complaint(result)).toBe(`rlooAdvantages: expected ${sentence}`)
  })
})

test.each<[object, string]>([
  [{ numGenerations: 1 }, "an integer of at least 2 (1 in the mode 'eval' alone) for `numGenerations`, got 1"],
  [{ normalizeAdvantages: 1 }, 'true or false for `normalizeAdvantages`, got 1'],
  [{ rewardClipRange: [1, 0] }, 'two numbers [lo, hi], lo at most hi for `rewardClipRange`, got an array of 2'],
  [{ rewardClipRange: [0, NaN] }, 'two numbers [lo, hi], lo at most hi for `rewardClipRange`, got an array of 2'],
  [{ rewardClipRange: 1 }, 'two numbers [lo, hi], lo at most hi for `rewardClipRange`, got 1'],
])('the options %o are refused', (options, sentence) => {
  const result = rlooAdvantages([1, 0], { numGenerations: 2, ...options })
  expect(complaint(result)).toBe(`rlooAdvantages: expected ${sentence}`)
})
