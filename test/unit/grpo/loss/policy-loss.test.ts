import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { klPenalty } from '../../../../src/grpo/loss/verl/kl-penalty.js'
import { policyLoss, policyLossAndGrad, type PolicyLossAndGrad } from '../../../../src/grpo/loss/verl/policy-loss.js'
import { randomOrder } from '../../../../src/grpo/loss/verl/random-order.js'
import { RewardException } from '../../../../src/score.js'

const right = async (inputs: any, options: any = {}): Promise<PolicyLossAndGrad> => {
  const found = await policyLossAndGrad(inputs, options)()
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

const LN2 = Math.log(2)
const ONE = { logProbs: [[-1, -2]], advantages: [[1, 1]], completionMask: [[1, 1]] }
const MODES = ['vanilla', 'gspo', 'sapo', 'cispo', 'gpg', 'geo_mean', 'clip_cov', 'kl_cov'] as const

describe('modes', () => {
  test.each(['vanilla', 'gspo', 'geo_mean', 'clip_cov'])(
    '%s at ratio 1: minus the mean advantage',
    async (lossMode) => {
      const { loss, gradLogProbs } = await right(ONE, { lossMode, seed: 1 })
      expect(loss).toBeCloseTo(-1, 6)
      expect(gradLogProbs[0]![1]).toBeCloseTo(-0.5, 6)
    },
  )

  test('the dual clip caps the cost of a bad token that became likely', async () => {
    const inputs = { ...ONE, oldLogProbs: [[-1 - 2 * LN2, -2]], advantages: [[-1, 0]] }
    const found = await right(inputs, { clipRatioC: 3 })
    expect(found.loss).toBeCloseTo(3 / 2, 6)
    expect(Array.from(found.gradLogProbs[0]!, (value) => value + 0)).toEqual([0, 0])
    expect(found.metrics['actor/pg_clipfrac_lower']).toBeCloseTo(0.5, 6)
    expect((await right(inputs, { clipRatioC: 5 })).loss).toBeCloseTo(4 / 2, 5)
  })

  test('gpg: the log-likelihood times the advantage', async () => {
    expect(await right(ONE, { lossMode: 'gpg' })).toMatchObject({ loss: 1.5, metrics: {} })
  })

  test('kl_cov penalises the one token of the largest covariance', async () => {
    const inputs = { ...ONE, oldLogProbs: [[-1 - LN2, -2 - LN2]], advantages: [[3, 1]] }
    const found = await right(inputs, { lossMode: 'kl_cov', klCovRatio: 0.5, ppoKlCoef: 10 })
    // Covariances (3 - 2)(-1 + 1.5) and (1 - 2)(-2 + 1.5) are equal: the earlier.
    expect(found.gradLogProbs[0]![0]).toBeCloseTo((-6 + 10) / 2, 5)
    expect(found.gradLogProbs[0]![1]).toBeCloseTo(-2 / 2, 5)
  })

  test('clip_cov takes out as many of its candidates as the ratio says, by the seed alone', async () => {
    const grid = Array.from({ length: 4 }, (_, i) => Array.from({ length: 8 }, (_, t) => -((i * 3 + t * 5) % 7) / 2))
    const inputs = { logProbs: grid, advantages: [2, -2, 1, -1], completionMask: grid.map((row) => row.map(() => 1)) }
    const options = { lossMode: 'clip_cov', clipCovLb: 0, clipCovUb: 9, clipCovRatio: 4.5 / 32 }
    const outOf = async (seed: number): Promise<Array<number>> => {
      const { gradLogProbs, metrics } = await right(inputs, { ...options, seed })
      expect(metrics['actor/pg_clipfrac']).toBeCloseTo(4 / 32, 6)
      return gradLogProbs.flatMap((row) => Array.from(row)).flatMap((value, place) => (value === 0 ? [place] : []))
    }
    expect(await outOf(1)).toHaveLength(4)
    expect(await outOf(1)).toEqual(await outOf(1))
    expect(await outOf(1)).not.toEqual(await outOf(2))
  })
})

describe('rows and tokens at the edge', () => {
  test.each(MODES)('%s of nothing is 0', async (lossMode) => {
    for (const lossAggMode of ['token-mean', 'seq-mean-token-sum', 'seq-mean-token-mean', 'seq-mean-token-sum-norm']) {
      const found = await right({ ...ONE, completionMask: [[0, 0]] }, { lossMode, lossAggMode, seed: 1 })
      expect(found.loss + 0).toBe(0)
      expect(Array.from(found.gradLogProbs[0]!, (value) => value + 0)).toEqual([0, 0])
    }
  })

  test.each(MODES)('%s: whatever stands at padding does not matter', async (lossMode) => {
    const at = (padding: number): object => ({
      logProbs: [[-1, padding, -3]],
      oldLogProbs: [[-1.2, padding, -2.9]],
      advantages: [[1, padding, -1]],
      importanceWeights: [[0.5, padding, 1]],
      completionMask: [[1, 0, 1]],
    })
    expect(await right(at(NaN), { lossMode, seed: 1 })).toEqual(await right(at(0), { lossMode, seed: 1 }))
  })

  test('log-ratios beyond 20 are clipped, without a gradient', async () => {
    const inputs = { ...ONE, oldLogProbs: [[-1001, -2]], advantages: [[-1, -1]] }
    const found = await right(inputs, { clipRatioC: 1e12 })
    expect(found.loss).toBeCloseTo((Math.exp(20) + 1) / 2, -4)
    expect(Array.from(found.gradLogProbs[0]!, (value) => value + 0)).toEqual([0, 0.5])
  })
})

describe('refusals', () => {
  test.each([
    [
      { lossMode: 'ppo' },
      'policyLoss: expected one of vanilla, gspo, sapo, cispo, gpg, geo_mean, clip_cov, kl_cov for `lossMode`, got "ppo"',
    ],
    [
      { lossMode: 'clip_cov' },
      'policyLoss: expected an integer of at least 0 (clip_cov draws tokens at random) for `seed`, got nothing',
    ],
    [{ clipRatio: -1 }, 'policyLoss: expected a finite number of at least 0 for `clipRatio`, got -1'],
  ])('%j', (options: any, message) => {
    expect(() => policyLoss(ONE, options)).toThrow(RewardException)
    expect(() => policyLoss(ONE, options)).toThrow(message)
  })
})

describe('no tensor is left over', () => {
  test.each(MODES)('%s', async (lossMode) => {
    const before = tf.memory().numTensors
    await right(ONE, { lossMode, seed: 1 })
    const l = tf.tensor2d([[-1, -2]])
    const { value, grad } = tf.valueAndGrad((x) =>
      policyLoss({ ...ONE, logProbs: x as tf.Tensor2D }, { lossMode, seed: 1 }),
    )(l)
    tf.dispose([l, value, grad])
    klPenalty({ logProbs: [[1]], refLogProbs: [[2]] }).dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('klPenalty', () => {
  const inputs = { logProbs: [[-1, -3]], refLogProbs: [[-2, -1]] }

  test.each([
    ['k1', [1, -2], [1, 1]],
    ['kl', [1, -2], [1, 1]],
    ['abs', [1, 2], [1, -1]],
    ['k2', [0.5, 2], [1, -2]],
    ['mse', [0.5, 2], [1, -2]],
    ['k3', [Math.exp(-1), Math.exp(2) - 3], [1 - Math.exp(-1), 1 - Math.exp(2)]],
    ['low_var_kl', [Math.exp(-1), Math.exp(2) - 3], [1 - Math.exp(-1), 1 - Math.exp(2)]],
    ['k1+', [1, -2], [1, -2]],
    ['k3+', [Math.exp(-1), Math.exp(2) - 3], [1, -2]],
  ] as const)('%s: value and gradient', (kind, value, gradient) => {
    const penalty = klPenalty(inputs, { kind })
    expect(penalty.shape).toEqual([1, 2])
    const by = tf.grad((l) => klPenalty({ ...inputs, logProbs: l as tf.Tensor2D }, { kind }))(
      tf.tensor2d(inputs.logProbs),
    )
    for (const k of [0, 1]) {
      expect(penalty.dataSync()[k]).toBeCloseTo(value[k]!, 5)
      expect(by.dataSync()[k]).toBeCloseTo(gradient[k]!, 5)
    }
  })

  test('k3 goes no further than 10, and has no gradient there', () => {
    const far = { logProbs: [[-30, -3]], refLogProbs: [[0, 0]] }
    expect(Array.from(klPenalty(far).dataSync())).toEqual([10, 10])
    const by = tf.grad((l) => klPenalty({ ...far, logProbs: l as tf.Tensor2D }))(tf.tensor2d(far.logProbs))
    expect(Array.from(by.dataSync())).toEqual([0, 0])
  })

  test('what it refuses', () => {
    expect(() => klPenalty({ logProbs: [[1]] } as any)).toThrow(RewardException)
    expect(() => klPenalty({ logProbs: [[1]], refLogProbs: [[1, 2]] })).toThrow('the shape [1, 1]')
    expect(() => klPenalty(inputs, { kind: 'k4' } as any)).toThrow('expected one of k1')
    expect(() => klPenalty(null as any)).toThrow('expected an object for `inputs`, got null')
  })
})

test('randomOrder: each number once, the same for the same seed, over all places', () => {
  expect([...randomOrder(50, 7)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  expect(randomOrder(50, 7)).toEqual(randomOrder(50, 7))
  expect(randomOrder(0, 7)).toEqual([])
  const firsts = new Set(Array.from({ length: 200 }, (_, seed) => randomOrder(5, seed)[0]))
  expect(firsts).toEqual(new Set([0, 1, 2, 3, 4]))
})
