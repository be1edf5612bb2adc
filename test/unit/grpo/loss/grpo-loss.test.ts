import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { left, ONE, right } from './calls.js'

const rows = (gradient: ReadonlyArray<ArrayLike<number>>): Array<Array<number>> =>
  gradient.map((row) => Array.from(row, (value) => Number(value.toPrecision(6)) + 0))

const LN2 = Math.log(2)

describe('at ratio 1', () => {
  const inputs = {
    logProbs: [
      [-1, -2, -3],
      [-4, -5, 99],
    ],
    advantages: [2, -1],
    completionMask: [
      [1, 1, 1],
      [1, 1, 0],
    ],
  }

  test.each([
    ['grpo', -0.5, [[-1 / 3, -1 / 3, -1 / 3], [0.25, 0.25, 0]]], // prettier-ignore
    ['bnpo', -0.8, [[-0.4, -0.4, -0.4], [0.2, 0.2, 0]]], // prettier-ignore
    ['dapo', -0.8, [[-0.4, -0.4, -0.4], [0.2, 0.2, 0]]], // prettier-ignore
    ['dr_grpo', -0.2, [[-0.1, -0.1, -0.1], [0.05, 0.05, 0]]], // prettier-ignore
    ['luspo', -2, [[-1, -1, -1], [0.5, 0.5, 0]]], // prettier-ignore
  ])('%s: minus the mean advantage, and its gradient -A over the length', async (lossType, loss, gradient) => {
    const found = await right(inputs, { lossType, maxCompletionLength: 10 })
    expect(found.loss).toBeCloseTo(loss, 6)
    expect(rows(found.gradLogProbs)).toEqual(gradient.map((row) => row.map((value) => Number(value.toPrecision(6)))))
  })

  test('sapo: its gate is 1/2, its slope 1: loss -2 A / k, gradient -A', async () => {
    const found = await right(inputs, { lossType: 'sapo', sapoTemperatureNeg: 2 })
    expect(found.loss).toBeCloseTo((-2 * 2 + (2 / 2) * 1) / 2, 6)
    expect(rows(found.gradLogProbs)[0]).toEqual([-0.333333, -0.333333, -0.333333])
  })

  test('old log-probabilities that are the policy itself are the same as none', async () => {
    expect(await right({ ...inputs, oldLogProbs: inputs.logProbs })).toEqual(await right(inputs))
  })
})

describe('clipping', () => {
  /** Weights 2 and 1/2. */
  const moved = (advantage: number): object => ({
    ...ONE,
    oldLogProbs: [[-1 - LN2, -2 + LN2]],
    advantages: [advantage],
  })

  test('a good token that is likelier already gains no more, a bad one keeps its gradient', async () => {
    const good = await right(moved(1))
    expect(good.loss).toBeCloseTo(-(1.2 + 0.5) / 2, 6)
    expect(rows(good.gradLogProbs)).toEqual([[0, -0.25]])
    const bad = await right(moved(-1))
    expect(bad.loss).toBeCloseTo((2 + 0.8) / 2, 6)
    expect(rows(bad.gradLogProbs)).toEqual([[1, 0]])
  })

  test('shares of clipped tokens', async () => {
    const { metrics } = await right(moved(1))
    expect(metrics).toEqual({
      'clip_ratio/low_mean': 0,
      'clip_ratio/high_mean': 0.5,
      'clip_ratio/region_mean': 0.5,
      'clip_ratio/low_min': 0,
      'clip_ratio/high_max': 0.5,
    })
  })

  test('delta caps the weight of a bad token, which then has no gradient', async () => {
    const found = await right(moved(-1), { delta: 1.5 })
    expect(found.loss).toBeCloseTo((1.5 + 0.8) / 2, 6)
    expect(rows(found.gradLogProbs)).toEqual([[0, 0]])
  })

  test('delta below the upper clip range: the clipped weight is larger, and moves', async () => {
    const found = await right(moved(-1), { delta: 1.5, epsilonHigh: 2 })
    expect(found.loss).toBeCloseTo((2 + 0.8) / 2, 6)
    expect(rows(found.gradLogProbs)).toEqual([[1, 0]])
  })

  test('by sequence the two moves cancel, and the gradient is spread over the tokens', async () => {
    const found = await right(moved(1), { importanceSamplingLevel: 'sequence' })
    expect(found.loss).toBeCloseTo(-1, 6)
    expect(rows(found.gradLogProbs)).toEqual([[-0.5, -0.5]])
  })

  test('cispo cuts the weight and keeps the gradient', async () => {
    const found = await right(moved(1), { lossType: 'cispo', epsilonHigh: 1.5 })
    expect(found.loss).toBeCloseTo((1.5 * 1 + 0.5 * 2) / 2, 6)
    expect(rows(found.gradLogProbs)).toEqual([[-0.75, -0.25]])
    expect(found.metrics).toEqual({ cispo_clip_ratio: 0.5 })
  })
})

describe('KL term', () => {
  const inputs = { ...ONE, advantages: [0], refLogProbs: [[-1 + LN2, -2]] }

  test('k3 is 2 - ln 2 - 1 where the reference is twice as likely, with slope -1', async () => {
    const found = await right(inputs, { beta: 0.5, useBiasCorrectionKl: false })
    expect(found.metrics['kl']).toBeCloseTo((1 - LN2) / 2, 6)
    expect(found.loss).toBeCloseTo((0.5 * (1 - LN2)) / 2, 6)
    expect(rows(found.gradLogProbs)).toEqual([[-0.25, 0]])
  })

  test('corrected for its bias it moves with the weight, too', async () => {
    const found = await right(inputs, { beta: 0.5 })
    expect(found.gradLogProbs[0]![0]).toBeCloseTo(0.25 * (-1 + 1 - LN2), 6)
  })

  test('corrected for its bias its slope is -x beside exp(x): float32 keeps nothing of exp(20) - 20 - 1 - (exp(20) - 1)', async () => {
    const far = { ...ONE, advantages: [0], refLogProbs: [[19, -2]] }
    const found = await right(far, { beta: 1 })
    expect(rows(found.gradLogProbs)).toEqual([[-10, 0]])
  })
})

describe('entropy', () => {
  const inputs = { ...ONE, entropies: [[0.25, 0.75]] }

  test('the bonus lowers the loss by the mean entropy, and has its own gradient', async () => {
    const found = await right(inputs, { entropyCoef: 0.1 })
    expect(found.loss).toBeCloseTo(-1 - 0.1 * 0.5, 6)
    expect(rows(found.gradEntropies!)).toEqual([[-0.05, -0.05]])
    expect(found.metrics).toMatchObject({ entropy: 0.5, policy_loss: -1 })
    expect(found.metrics['entropy_coef']).toBeCloseTo(0.1, 6)
  })

  test('of the tokens, the half of higher entropy', async () => {
    const found = await right(inputs, { topEntropyQuantile: 0.5 })
    expect(rows(found.gradLogProbs)).toEqual([[0, -0.5]])
    expect(rows(found.gradEntropies!)).toEqual([[0, 0]])
  })

  test('the threshold is a number of float32, entropies in arrays are held against it as they are, those of a tensor are float32 too', async () => {
    // 0.2 is 0.200000003 in float32: more than itself.
    const three = {
      logProbs: [[-1, -2, -3]],
      advantages: [1],
      completionMask: [[1, 1, 1]],
      entropies: [[0.1, 0.2, 0.3]],
    }
    const options = { topEntropyQuantile: 0.5 }
    const third = -0.333333
    expect(rows((await right(three, options)).gradLogProbs)).toEqual([[0, 0, third]])
    const entropies = tf.tensor2d(three.entropies)
    expect(rows((await right({ ...three, entropies }, options)).gradLogProbs)).toEqual([[0, third, third]])
    entropies.dispose()
  })

  test('the share of tools and padding does not move the threshold', async () => {
    const four = {
      logProbs: [[-1, -2, -3, -4]],
      advantages: [1],
      completionMask: [[1, 1, 1, 0]],
      toolMask: [[1, 1, 0, 1]],
      entropies: [[0.25, 0.5, 9, 9]],
    }
    expect(rows((await right(four, { topEntropyQuantile: 0.5 })).gradLogProbs)).toEqual([[0, -0.5, 0, 0]])
  })

  test.each([1, 2, 5, 6, 11])('on a device the tokens are those of the mask on arrays: %d of them', async (count) => {
    const entropies = [Float32Array.from({ length: count }, (_, t) => (t * 7) % 11)]
    const batch = { logProbs: entropies, advantages: [1], completionMask: [entropies[0]!.map(() => 1)] }
    const onDevice = tf.tensor2d([...entropies[0]!], [1, count])
    for (const topEntropyQuantile of [0, 0.05, 0.2, 0.35, 0.5, 0.8, 0.95]) {
      const given = await right({ ...batch, entropies }, { topEntropyQuantile })
      const found = await right({ ...batch, entropies: onDevice }, { topEntropyQuantile })
      expect(rows(found.gradLogProbs)).toEqual(rows(given.gradLogProbs))
    }
    onDevice.dispose()
  })
})

describe('rows and tokens at the edge', () => {
  test('a row without a token adds 0 and still counts as a row', async () => {
    const inputs = { logProbs: [[-1, -2], [-3, -4]], advantages: [1, 1], completionMask: [[1, 1], [0, 0]] } // prettier-ignore
    const found = await right(inputs, { lossType: 'grpo' })
    expect(found.loss).toBe(-0.5)
    expect(rows(found.gradLogProbs)).toEqual([[-0.25, -0.25], [0, 0]]) // prettier-ignore
  })

  test.each(['grpo', 'bnpo', 'dr_grpo', 'dapo', 'cispo', 'sapo', 'luspo', 'vespo'])(
    '%s of nothing is 0, its gradient 0, the least and greatest clipped share NaN',
    async (lossType) => {
      const inputs = { ...ONE, entropies: [[1, 1]], refLogProbs: [[-5, -5]], completionMask: [[0, 0]] }
      const options = { lossType, maxCompletionLength: 1, beta: 1, entropyCoef: 1, topEntropyQuantile: 0.5 }
      const found = await right(inputs, options)
      expect(found.loss + 0).toBe(0)
      expect(rows(found.gradLogProbs)).toEqual([[0, 0]])
      for (const [name, value] of Object.entries(found.metrics)) {
        if (name === 'clip_ratio/low_min' || name === 'clip_ratio/high_max') expect(value).toBeNaN()
        else expect(value + 0).toBe(name === 'entropy_coef' ? 1 : name === 'vespo/phi_seq_mean' ? 1 : 0)
      }
    },
  )

  test('one token a row: what is logged has one column, of rows without a token too, with their advantage', async () => {
    const inputs = { logProbs: [[-1], [NaN]], advantages: [-1, -1], completionMask: [[1], [0]] }
    const { loss, metrics } = await right(inputs, { delta: 0.5 })
    expect(loss).toBe(1)
    expect(metrics['clip_ratio/low_mean']).toBe(1)
  })

  test('one row of one token', async () => {
    const found = await right({ logProbs: [[-1]], advantages: [3], completionMask: [[1]] })
    expect([found.loss, rows(found.gradLogProbs)]).toEqual([-3, [[-3]]])
  })

  test('whatever stands at padding does not matter, also in tensors', async () => {
    const columns = ['logProbs', 'oldLogProbs', 'refLogProbs', 'samplingLogProbs', 'entropies', 'importanceWeights', 'advantages'] // prettier-ignore
    const at = (padding: number): Record<string, tf.Tensor2D> =>
      Object.fromEntries([
        ...columns.map((name, k) => [name, tf.tensor2d([[name === 'advantages' ? 1 : 0.5 + k / 8, padding]])] as const),
        ['completionMask', tf.tensor2d([[1, 0]])],
      ])
    for (const lossType of ['grpo', 'vespo', 'cispo', 'sapo']) {
      const options = { lossType, beta: 1, offPolicyMaskThreshold: 5, topEntropyQuantile: 0.5, entropyCoef: 1 }
      const expected = await right(at(0), options)
      for (const padding of [NaN, Infinity]) expect(await right(at(padding), options)).toEqual(expected)
    }
  })

  test('whatever stands at padding does not matter', async () => {
    const at = (padding: number | null): object => ({
      logProbs: [[-1, padding]],
      oldLogProbs: [[-1.5, padding]],
      refLogProbs: [[-2, padding]],
      samplingLogProbs: [[-2, padding]],
      entropies: [[1, padding]],
      importanceWeights: [[0.5, padding]],
      advantages: [[-1, padding]],
      completionMask: [[1, 0]],
      toolMask: [[1, padding]],
    })
    for (const lossType of ['grpo', 'vespo', 'cispo', 'sapo']) {
      const options = { lossType, beta: 1, offPolicyMaskThreshold: 5, topEntropyQuantile: 0.5, entropyCoef: 1 }
      const expected = await right(at(0), options)
      for (const padding of [NaN, null, -1000, Infinity]) expect(await right(at(padding), options)).toEqual(expected)
    }
  })

  test('tokens of tools do not count', async () => {
    const inputs = { ...ONE, oldLogProbs: [[-1, -9]], toolMask: [[1, 0]] }
    expect(await right(inputs)).toMatchObject({ loss: -1, metrics: { 'clip_ratio/high_mean': 0 } })
  })

  test('completions with an advantage of 0 add 0, however large their weights', async () => {
    const inputs = { ...ONE, oldLogProbs: [[-1001, -2]], advantages: [0] }
    for (const lossType of ['grpo', 'sapo', 'vespo', 'cispo']) {
      expect(await right(inputs, { lossType }), lossType).toMatchObject({ loss: expect.closeTo(0, 12) })
    }
  })

  test('a weight beyond float32: clipped where the advantage is positive, an error where it is negative', async () => {
    const inputs = { ...ONE, oldLogProbs: [[-1001, -2]] }
    const found = await right(inputs)
    expect(found.loss).toBeCloseTo(-(1.2 + 1) / 2, 6)
    expect(rows(found.gradLogProbs)).toEqual([[0, -0.5]])
    expect(await left({ ...inputs, advantages: [-1] })).toEqual({
      _tag: 'NonFinite',
      reward: 'grpoLossAndGrad',
      value: Infinity,
      field: 'loss',
    })
  })

  test('sampling log-probabilities that the engine did not report count as no drift', async () => {
    const inputs = { ...ONE, advantages: [-1], samplingLogProbs: [[null, -1]] }
    expect((await right(inputs, { offPolicyMaskThreshold: 0.5 })).loss).toBe(1)
    expect((await right(inputs, { offPolicyMaskThreshold: 0.4 })).loss + 0).toBe(0)
  })
})
