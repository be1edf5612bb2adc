import { describe, expect, test } from 'vitest'
import { type AdvantageOptions, advantages } from '../../../../src/grpo/advantages/advantages.js'
import type { Rewards } from '../../../../src/grpo/advantages/reward-table.js'
import { complaint, right } from './right.js'

const EPSILON = 1e-4

const pairs = (options: Omit<AdvantageOptions, 'numGenerations'> = {}): AdvantageOptions => ({
  numGenerations: 2,
  ...options,
})

const valuesOf = (rewards: Rewards, options: AdvantageOptions): ReadonlyArray<number> => [
  ...right(advantages(rewards, options)).advantages,
]

const metricsOf = (rewards: Rewards, options: AdvantageOptions) => right(advantages(rewards, options)).metrics

const expectClose = (received: ReadonlyArray<number>, expected: ReadonlyArray<number>): void => {
  expect(received).toEqual(expected.map((value) => expect.closeTo(value, 12)))
}

describe('values worked by hand', () => {
  // Group deviations: of 1 and 0 sqrt(1/2), of 4 and 0 sqrt(8). Batch: mean 1.25, squares 1/16 + 25/16 + 121/16 + 25/16 = 172/16.
  const rewards = [1, 0, 4, 0]
  const ofPair = Math.SQRT1_2 + EPSILON
  const ofWide = Math.sqrt(8) + EPSILON
  const ofBatch = Math.sqrt(172 / 16 / 3) + EPSILON

  test('the deviation of the group divides, n - 1 below', () => {
    expectClose(valuesOf(rewards, pairs()), [0.5 / ofPair, -0.5 / ofPair, 2 / ofWide, -2 / ofWide])
  })

  test('that of the batch does, the mean still of the group', () => {
    expectClose(
      valuesOf(rewards, pairs({ scaleRewards: 'batch' })),
      [0.5, -0.5, 2, -2].map((a) => a / ofBatch),
    )
  })

  test.each(['none', false] as const)('nothing does: %s', (scaleRewards) => {
    expect(valuesOf(rewards, pairs({ scaleRewards }))).toEqual([0.5, -0.5, 2, -2])
  })

  test('true is the group', () => {
    expect(valuesOf(rewards, pairs({ scaleRewards: true }))).toEqual(valuesOf(rewards, pairs()))
  })

  test('weights: what is missing adds nothing, and the others do not weigh more', () => {
    const two = [
      [1, 2],
      [null, 1],
      [NaN, 4],
      [3, null],
    ]
    // 2 * 1 + 0.5 * 2, 0.5 * 1, 0.5 * 4, 2 * 3
    const values = valuesOf(two, pairs({ rewardWeights: [2, 0.5], scaleRewards: 'none' }))
    expect(values).toEqual([1.25, -1.25, -2, 2])
  })

  test('GDPO: each reward by itself, then the batch', () => {
    const two = [
      [1, 10],
      [0, 0],
      [1, 0],
      [0, 10],
    ]
    const small = 0.5 / ofPair
    const large = 5 / (Math.sqrt(50) + EPSILON)
    const sums = [small + large, -small - large, small - large, large - small]
    const deviation = Math.sqrt(sums.reduce((sum, value) => sum + value * value, 0) / 3)
    const expected = sums.map((value) => value / (deviation + EPSILON))
    for (const multiObjectiveAggregation of ['normalizeThenSum', 'normalize_then_sum'] as const)
      expectClose(valuesOf(two, pairs({ multiObjectiveAggregation })), expected)
  })

  test('both spellings of the sum are the default', () => {
    for (const multiObjectiveAggregation of ['sumThenNormalize', 'sum_then_normalize'] as const)
      expect(valuesOf(rewards, pairs({ multiObjectiveAggregation }))).toEqual(valuesOf(rewards, pairs()))
  })
})

describe('what cannot be compared', () => {
  test('equal rewards are exactly 0, whatever their sum rounds to', () => {
    const equal = Array.from({ length: 8 }, () => 0.3)
    const { advantages: values, metrics } = right(advantages(equal, { numGenerations: 8 }))
    expect([...values]).toEqual(equal.map(() => 0))
    expect(metrics['frac_reward_zero_std']).toBe(1)
  })

  test('a completion that nobody scored is 0 and left out of the mean', () => {
    const values = valuesOf([null, 1, 0, 5], { numGenerations: 4, scaleRewards: 'none' })
    expect(values).toEqual([0, -1, -2, 3])
  })

  test.each(['group', 'batch', 'none'] as const)('one that alone was scored is 0: %s', (scaleRewards) => {
    expect(valuesOf([7, NaN, 1, 0], pairs({ scaleRewards })).slice(0, 2)).toEqual([0, 0])
  })

  test('its deviation is not known, which is not 0', () => {
    expect(metricsOf([7, null, 1, 1], pairs())['frac_reward_zero_std']).toBe(0.5)
  })

  test('nobody was scored at all: zeros, and metrics of nothing', () => {
    const { advantages: values, metrics } = right(advantages([null, null], pairs()))
    expect([...values]).toEqual([0, 0])
    expect(metrics).toEqual({
      'rewards/r0/mean': NaN,
      'rewards/r0/std': NaN,
      reward: NaN,
      reward_std: NaN,
      frac_reward_zero_std: 0,
    })
  })

  test('GDPO leaves out a reward that alone was scored in its group, not the completion', () => {
    const two = [
      [9, 1],
      [null, 0],
      [null, 1],
      [null, 0],
    ]
    const second = two.map(([, reward]) => reward!)
    expectClose(valuesOf(two, pairs({ multiObjectiveAggregation: 'normalizeThenSum' })), [
      ...valuesOf(second, pairs({ multiObjectiveAggregation: 'normalizeThenSum' })),
    ])
  })

  test('GDPO: a completion whose rewards were all left out counts as 0, one without any reward not at all', () => {
    const lone = [[5], [null], [3], [1]]
    const q = 1 / (Math.SQRT2 + EPSILON)
    // 0 (left out), missing, q, -q: mean 0, squares 2 q^2 over 2.
    const values = valuesOf(lone, pairs({ multiObjectiveAggregation: 'normalizeThenSum' }))
    expectClose(values, [0, 0, q / (q + EPSILON), -q / (q + EPSILON)])
  })
})

describe('a group of one', () => {
  test('is refused in training', () => {
    expect(complaint(advantages([1, 2], { numGenerations: 1 }))).toBe(
      "advantages: expected an integer of at least 2 (1 in the mode 'eval' alone) for `numGenerations`, got 1",
    )
  })

  test.each<AdvantageOptions>([
    { numGenerations: 1, mode: 'eval', scaleRewards: 'group' },
    { numGenerations: 1, mode: 'eval', scaleRewards: 'batch' },
    { numGenerations: 1, mode: 'eval', scaleRewards: 'none' },
    { numGenerations: 1, mode: 'eval', multiObjectiveAggregation: 'normalizeThenSum' },
  ])('is 0 in evaluation: %o', (options) => {
    expect(valuesOf([1, 2, null], options)).toEqual([0, 0, 0])
    expect(valuesOf([4], options)).toEqual([0])
    expect(metricsOf([4], options)['frac_reward_zero_std']).toBe(1)
  })
})

describe('metrics', () => {
  test('of each reward by its name, and of the weighted sum', () => {
    const two = [
      [1, 0],
      [0, null],
      [0, 4],
      [1, null],
    ]
    const metrics = metricsOf(two, pairs({ rewardNames: ['format', 'mcq'], rewardWeights: [1, 2] }))
    expect(metrics).toEqual({
      'rewards/format/mean': 0.5,
      'rewards/format/std': expect.closeTo(Math.sqrt(1 / 3), 12),
      'rewards/mcq/mean': 2,
      'rewards/mcq/std': expect.closeTo(Math.sqrt(8), 12),
      // 1, 0, 8, 1
      reward: 2.5,
      reward_std: expect.closeTo(Math.sqrt((2.25 + 6.25 + 30.25 + 2.25) / 3), 12),
      frac_reward_zero_std: 0,
    })
  })

  test('the share of rows without spread: by group, or of the whole batch', () => {
    const rewards = [1, 1, 1, 0]
    expect(metricsOf(rewards, pairs())['frac_reward_zero_std']).toBe(0.5)
    expect(metricsOf(rewards, pairs({ scaleRewards: 'none' }))['frac_reward_zero_std']).toBe(0.5)
    expect(metricsOf(rewards, pairs({ scaleRewards: 'batch' }))['frac_reward_zero_std']).toBe(0)
  })

  test('under GDPO the sums are still those of the rewards', () => {
    const rewards = [10, 0]
    expect(metricsOf(rewards, pairs({ multiObjectiveAggregation: 'normalizeThenSum' }))['reward']).toBe(5)
  })
})

describe('forms of rewards', () => {
  const rows = [
    [1, 2],
    [0, 2],
    [4, 1],
    [0, 0],
  ]
  const expected = valuesOf(rows, pairs())

  test.each<[string, Rewards]>([
    ['typed rows', rows.map((row) => Float32Array.from(row))],
    ['a matrix in float64', { shape: [4, 2], data: Float64Array.from(rows.flat()) }],
    ['a matrix in float32', { shape: [4, 2], data: Float32Array.from(rows.flat()) }],
    ['a matrix of whole numbers', { shape: [4, 2], data: Int32Array.from(rows.flat()) }],
  ])('%s', (_, rewards) => {
    expect(valuesOf(rewards, pairs())).toEqual(expected)
  })

  test.each<[string, Rewards]>([
    ['numbers', [1, 0, 4, NaN]],
    ['a Float64Array', Float64Array.of(1, 0, 4, NaN)],
    ['a Float32Array', Float32Array.of(1, 0, 4, NaN)],
    ['a matrix of one column', { shape: [4, 1], data: Float64Array.of(1, 0, 4, NaN) }],
  ])('of one function: %s', (_, rewards) => {
    expect(valuesOf(rewards, pairs())).toEqual(valuesOf([[1], [0], [4], [null]], pairs()))
  })

  test('typed arrays are left as they were', () => {
    const data = Float64Array.of(1, 0, 4, NaN)
    valuesOf(data, pairs({ multiObjectiveAggregation: 'normalizeThenSum' }))
    expect([...data]).toEqual([1, 0, 4, NaN])
  })
})

describe('what is refused', () => {
  test.each<[unknown, string]>([
    [[], 'at least one completion for `rewards`, got none'],
    [new Float64Array(0), 'at least one completion for `rewards`, got none'],
    [undefined, 'rows of numbers or {shape, data} for `rewards`, got nothing'],
    ['1', 'rows of numbers or {shape, data} for `rewards`, got "1"'],
    [[[]], 'rows of at least one reward for `rewards`, got an empty row at 0'],
    [[[1, 2], [1]], 'rows of 2 rewards for `rewards`, got 1 at 1'],
    [[[1], 1], 'rows of 1 rewards for `rewards`, got 1 at 1'],
    [[1, [1]], 'finite numbers, null or NaN for `rewards`, got an array of 1 at 1'],
    [[[1], ['1']], 'finite numbers, null or NaN for `rewards`, got "1" at [1][0]'],
    [[[1], [true]], 'finite numbers, null or NaN for `rewards`, got true at [1][0]'],
    [[[1], [undefined]], 'finite numbers, null or NaN for `rewards`, got nothing at [1][0]'],
    [[1, Infinity], 'finite numbers, null or NaN for `rewards`, got Infinity at 1'],
    [Float32Array.of(1, -Infinity), 'finite numbers, null or NaN for `rewards`, got -Infinity at 1'],
    [[1, 2, 3], 'a multiple of 2 completions (`numGenerations`) for `rewards`, got 3'],
    [{ shape: [2, 2], data: Float64Array.of(1) }, '4 numbers for 2 x 2 for `rewards`, got 1'],
    [
      { shape: [2], data: Float64Array.of(1, 2) },
      'a shape of two whole numbers, both at least 1 for `rewards`, got an array of 1',
    ],
    [
      { shape: [1, 2], data: Float64Array.of(1, Infinity) },
      'finite numbers, null or NaN for `rewards`, got Infinity at [0][1]',
    ],
    [
      { shape: [1, 2], data: [1, 2] },
      'rows of numbers or {shape, data} for `rewards`, got an object whose data are an array of 2',
    ],
    [[1.7e308, -1.7e308], 'numbers whose squares can be summed for `rewards`, got numbers up to 1.7e+308'],
    [
      [
        [1.7e308, 1.7e308],
        [0, 0],
      ],
      'numbers whose weighted sum is finite for `rewards`, got Infinity in row 0',
    ],
  ])('rewards %o', (rewards, sentence) => {
    expect(complaint(advantages(rewards as Rewards, pairs()))).toBe(`advantages: expected ${sentence}`)
  })

  test.each<[object, string]>([
    [{ numGenerations: 0 }, "an integer of at least 2 (1 in the mode 'eval' alone) for `numGenerations`, got 0"],
    [{ numGenerations: 1.5 }, "an integer of at least 2 (1 in the mode 'eval' alone) for `numGenerations`, got 1.5"],
    [{ numGenerations: 0, mode: 'eval' }, 'an integer of at least 1 for `numGenerations`, got 0'],
    [{ mode: 'test' }, "'train' or 'eval' for `mode`, got \"test\""],
    [
      { rewardWeights: [1, 2] },
      'an array of 1, a weight for each reward function for `rewardWeights`, got an array of 2',
    ],
    [{ rewardWeights: 1 }, 'an array of 1, a weight for each reward function for `rewardWeights`, got 1'],
    [{ rewardWeights: [NaN] }, 'a finite number for `rewardWeights[0]`, got NaN'],
    [{ rewardNames: ['a', 'b'] }, '1 names, all different, one a reward function for `rewardNames`, got an array of 2'],
    [{ rewardNames: [1] }, '1 names, all different, one a reward function for `rewardNames`, got an array of 1'],
    [{ scaleRewards: 'std' }, "'group', 'batch', 'none', true or false for `scaleRewards`, got \"std\""],
    [
      { multiObjectiveAggregation: 'sum' },
      "'sumThenNormalize' or 'normalizeThenSum' for `multiObjectiveAggregation`, got \"sum\"",
    ],
  ])('options %o', (options, sentence) => {
    expect(complaint(advantages([1, 0], { numGenerations: 2, ...options }))).toBe(`advantages: expected ${sentence}`)
  })

  test('two rewards of one name', () => {
    const names = complaint(
      advantages(
        [
          [1, 2],
          [3, 4],
        ],
        pairs({ rewardNames: ['a', 'a'] }),
      ),
    )
    expect(names).toMatch(/2 names, all different/)
  })
})
