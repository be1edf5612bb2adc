import { describe, expect, test } from 'vitest'
import { opoAdvantages } from '../../../../../src/grpo/advantages/verl/opo.js'
import { passAtKAdvantages } from '../../../../../src/grpo/advantages/verl/pass-at-k.js'
import { reinforcePlusPlus } from '../../../../../src/grpo/advantages/verl/reinforce-plus-plus.js'
import { reinforcePlusPlusBaseline } from '../../../../../src/grpo/advantages/verl/reinforce-plus-plus-baseline.js'
import { remaxAdvantages } from '../../../../../src/grpo/advantages/verl/remax.js'
import {
  type VerlBatch,
  verlAdvantages,
  type VerlEstimator,
  type VerlOptions,
} from '../../../../../src/grpo/advantages/verl/verl-advantages.js'
import { verlGrpo } from '../../../../../src/grpo/advantages/verl/verl-grpo.js'
import { gpgAdvantages } from '../../../../../src/grpo/advantages/verl/gpg.js'
import { complaint, right } from '../right.js'

/** One token a response, so that advantages are scores. */
const ofScores = (scores: ReadonlyArray<number>, index: ReadonlyArray<number | string>): VerlBatch => ({
  tokenLevelRewards: scores.map((value) => [value]),
  responseMask: scores.map(() => [1]),
  index,
})

const valuesOf = (estimator: VerlEstimator, batch: VerlBatch, options: VerlOptions = {}): ReadonlyArray<number> => [
  ...right(verlAdvantages(estimator, batch, options)).advantages.data,
]

const plain = { normAdvByStdInGrpo: false }

describe('groups', () => {
  test('may be mixed, and be named by numbers and texts', () => {
    const batch = ofScores([1, 10, 0, 20], ['a', 7, 'a', 7])
    expect(valuesOf('grpo', batch, plain)).toEqual([0.5, -5, -0.5, 5])
  })

  test('a number and the text of it are two', () => {
    expect(valuesOf('grpo', ofScores([1, 0], [7, '7']), plain)).toEqual([1, 0])
  })

  test.each<[VerlEstimator, ReadonlyArray<number>]>([
    ['grpo', [3 / (1 + 1e-6), 0, 0]],
    ['rloo', [3, 0, 0]],
    ['rloo_vectorized', [0, 0, 0]],
    ['opo', [3, 0, 0]],
    ['gpg', [3, 0, 0]],
  ])('of one, %s', (estimator, expected) => {
    expect(valuesOf(estimator, ofScores([3, 2, 2], ['one', 'two', 'two']))).toEqual(expected)
  })
})

describe('values worked by hand', () => {
  test('pass@k: the best is worth what it is above the second', () => {
    expect(valuesOf('grpo_passk', ofScores([1, 4, 2, 5, 5, 0], [0, 0, 0, 1, 1, 1]), plain)).toEqual([0, 2, 0, 0, 0, 0])
    // Deviation of 3 and 1.
    expect(valuesOf('grpo_passk', ofScores([3, 1], [0, 0]))).toEqual([2 / (Math.SQRT2 + 1e-6), 0])
  })

  test('pass@k: what is below nothing is found too', () => {
    expect(valuesOf('grpo_passk', ofScores([-3, -1], [0, 0]), plain)).toEqual([0, 2])
  })

  test('GPG: responses that earned nothing make the others count more', () => {
    expect(valuesOf('gpg', ofScores([1, 0, 0, 0], [0, 0, 1, 1]))).toEqual([2, -2, 0, 0])
    expect(valuesOf('gpg', ofScores([0, 0], [0, 0]))).toEqual([0, 0])
  })

  test('OPO: equal scores are exactly 0, and a group without a token too', () => {
    expect(valuesOf('opo', ofScores([0.3, 0.3, 0.3], [0, 0, 0]))).toEqual([0, 0, 0])
    const empty = { tokenLevelRewards: [[1], [0]], responseMask: [[0], [0]], index: [0, 0] }
    expect([...right(opoAdvantages(empty)).advantages.data]).toEqual([0, 0])
  })

  test('REINFORCE++: returns are discounted and begin anew after a gap', () => {
    const batch = { tokenLevelRewards: [[1, 0, 2, 4]], responseMask: [[1, 0, 1, 1]] }
    const { returns } = right(reinforcePlusPlus(batch, { gamma: 0.5 }))
    expect([...returns.data]).toEqual([1, 2, 4, 4])
  })

  test('whitened advantages have mean 0 and deviation 1 over the tokens', () => {
    const batch = {
      tokenLevelRewards: [
        [1, 0],
        [0, 5],
        [2, 9],
      ],
      responseMask: [
        [1, 1],
        [1, 1],
        [1, 0],
      ],
      index: [0, 0, 1],
    }
    for (const { advantages } of [right(reinforcePlusPlus(batch)), right(reinforcePlusPlusBaseline(batch))]) {
      const tokens = [...advantages.data].slice(0, 5)
      expect(advantages.data[5]).toBe(0)
      expect(tokens.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6)
      expect(tokens.reduce((sum, value) => sum + value * value, 0) / 4).toBeCloseTo(1, 6)
    }
  })

  test('ReMax takes no account of rewards outside of the response', () => {
    const batch = { tokenLevelRewards: [[1, 1, 8]], responseMask: [[1, 1, 0]], rewardBaselines: Float32Array.of(0.5) }
    expect([...right(remaxAdvantages(batch)).advantages.data]).toEqual([1.5, 0.5, 0])
  })

  test('vectorized: mean and deviation are rounded to float32', () => {
    const batch = ofScores([1, 0, 0], [0, 0, 0])
    const { advantages } = right(verlGrpo(batch, { ...plain, vectorized: true }))
    expect(advantages.data[0]).toBe(1 - Math.fround(1 / 3))
  })

  test('vectorized: the deviation is at least 1e-3, so that equal scores do not grow their rounding to float32', () => {
    const { advantages } = right(verlGrpo(ofScores([0.3, 0.3], [0, 0]), { vectorized: true }))
    // 0.3 is 0.30000001192 in float32.
    expect(advantages.data[0]).toBeCloseTo(-1.192e-8 / 1.001e-3, 8)
    const float32 = Math.fround(0.3)
    expect([...right(verlGrpo(ofScores([float32, float32], [0, 0]), { vectorized: true })).advantages.data]).toEqual([
      0, 0,
    ])
  })

  test('vectorized: a group of one keeps its score, and squares that float32 cannot hold are refused', () => {
    const { advantages } = right(verlGrpo(ofScores([3, 1e20], [0, 1]), { ...plain, vectorized: true }))
    expect([...advantages.data]).toEqual([3, 1e20])
    expect(complaint(verlGrpo(ofScores([1e20, -1e20], [0, 0]), { vectorized: true }))).toBe(
      'verlGrpo: expected numbers whose squares can be summed in float32 for `tokenLevelRewards`, got larger ones',
    )
  })
})

describe('what is refused', () => {
  const batch = ofScores([1, 0], [0, 0])

  test.each<[Partial<Record<keyof VerlBatch, unknown>>, string]>([
    [{ tokenLevelRewards: [] }, 'at least one row for `tokenLevelRewards`, got none'],
    [{ tokenLevelRewards: [[1], [NaN]] }, 'numbers in [-1e30, 1e30] for `tokenLevelRewards`, got NaN at [1][0]'],
    [{ tokenLevelRewards: [[1], [1e31]] }, 'numbers in [-1e30, 1e30] for `tokenLevelRewards`, got 1e+31 at [1][0]'],
    [{ tokenLevelRewards: [[1], [1, 2]] }, 'a row of 1 numbers for `tokenLevelRewards`, got 2 at 1'],
    [{ tokenLevelRewards: [[1], 2] }, 'a row of 1 numbers for `tokenLevelRewards`, got 2 at 1'],
    [{ tokenLevelRewards: [1, 2] }, 'rows of numbers or {shape, data} for `tokenLevelRewards`, got 1 at 0'],
    [{ tokenLevelRewards: [[]] }, 'rows of at least one number for `tokenLevelRewards`, got an empty row at 0'],
    [{ tokenLevelRewards: [['1'], [1]] }, 'numbers for `tokenLevelRewards`, got "1" at [0][0]'],
    [
      {
        responseMask: [
          [1, 1],
          [1, 1],
        ],
      },
      '2 x 1 numbers for `responseMask`, got 2 x 2',
    ],
    [{ responseMask: [[1], [0.5]] }, 'zeros and ones for `responseMask`, got 0.5 at [1][0]'],
    [{ index: [0] }, '2 keys, one a row for `index`, got 1'],
    [{ index: undefined }, '2 keys, one a row for `index`, got nothing'],
    [{ index: [0, null] }, 'finite numbers or strings for `index`, got null at 1'],
    [{ index: [0, NaN] }, 'finite numbers or strings for `index`, got NaN at 1'],
  ])('%o', (wrong, sentence) => {
    expect(complaint(gpgAdvantages({ ...batch, ...wrong } as VerlBatch))).toBe(`gpgAdvantages: expected ${sentence}`)
  })

  test('a group of one, in pass@k', () => {
    expect(complaint(passAtKAdvantages(ofScores([1, 0], [0, 1])))).toBe(
      'passAtKAdvantages: expected groups of at least two for `index`, got one response in that of row 0',
    )
  })

  test.each(['reinforce_plus_plus', 'reinforce_plus_plus_baseline'] as const)('a single token, in %s', (estimator) => {
    const lone = { tokenLevelRewards: [[1, 0]], responseMask: [[1, 0]], index: [0] }
    expect(complaint(verlAdvantages(estimator, lone))).toMatch(
      /at least two tokens that count for `responseMask`, got 1/,
    )
  })

  test.each<[unknown, string]>([
    [undefined, '2 numbers, one a response for `rewardBaselines`, got an array of 0'],
    [[1], '2 numbers, one a response for `rewardBaselines`, got an array of 1'],
    [[1, NaN], 'finite numbers for `rewardBaselines`, got NaN at 1'],
  ])('baselines of ReMax: %o', (rewardBaselines, sentence) => {
    const given = { ...batch, ...(rewardBaselines === undefined ? {} : { rewardBaselines }) } as VerlBatch
    expect(complaint(verlAdvantages('remax', given))).toBe(`remaxAdvantages: expected ${sentence}`)
  })

  test.each<[VerlEstimator, object, string]>([
    ['reinforce_plus_plus', { gamma: 1.1 }, 'a number in [0, 1] for `gamma`, got 1.1'],
    ['reinforce_plus_plus', { gamma: NaN }, 'a number in [0, 1] for `gamma`, got NaN'],
    ['grpo', { normAdvByStdInGrpo: 'no' }, 'true or false for `normAdvByStdInGrpo`, got "no"'],
    ['grpo_passk', { normAdvByStdInGrpo: 0 }, 'true or false for `normAdvByStdInGrpo`, got 0'],
    ['toString' as VerlEstimator, {}, 'for `estimator`, got "toString"'],
  ])('%s with %o', (estimator, options, sentence) => {
    expect(complaint(verlAdvantages(estimator, batch, options as VerlOptions))).toContain(sentence)
  })
})
