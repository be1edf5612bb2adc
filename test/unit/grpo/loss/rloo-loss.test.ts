import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { rlooLoss, rlooLossAndGrad, type RlooLossAndGrad } from '../../../../src/grpo/loss/rloo/rloo-loss.js'
import { RewardException } from '../../../../src/score.js'

const right = async (inputs: any, options: any = {}): Promise<RlooLossAndGrad> => {
  const found = await rlooLossAndGrad(inputs, options)()
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

const rows = ({ gradLogProbs }: RlooLossAndGrad): Array<Array<number>> =>
  gradLogProbs.map((row) => Array.from(row, (value) => Number(value.toPrecision(6))))

const LN2 = Math.log(2)
const TWO = { logProbs: [[-1, -2], [-3, 99]], advantages: [1, -2], completionMask: [[1, 1], [1, 0]] } // prettier-ignore

/** One completion of two tokens, each of its ratio, so that R is their product. */
const moved = (advantage: number, first: number, second: number): object => ({
  logProbs: [[-1, -2]],
  oldLogProbs: [[-1 - Math.log(first), -2 - Math.log(second)]],
  advantages: [advantage],
  completionMask: [[1, 1]],
})

describe('values worked by hand', () => {
  test('on policy: minus the mean advantage, and a gradient of -A over the rows at each token, whatever the length', async () => {
    const found = await right(TWO)
    expect(found.loss).toBe((-1 + 2) / 2)
    expect(rows(found)).toEqual([[-0.5, -0.5], [1, 0]]) // prettier-ignore
    expect(new Set(Object.values(found.metrics))).toEqual(new Set([0]))
  })

  test('old log-probabilities that are the policy itself are the same as none', async () => {
    expect(await right({ ...TWO, oldLogProbs: TWO.logProbs })).toEqual(await right(TWO))
  })

  test('the weight is the product of the ratios, not their mean: 1.5 times 0.75', async () => {
    const found = await right(moved(2, 1.5, 0.75))
    expect(found.loss).toBeCloseTo(-2 * 1.125, 6)
    expect(rows(found)).toEqual([[-2.25, -2.25]])
  })

  test.each([
    ['good and likelier: held at 1 + epsilonHigh', 1, 2, -1.5, 0, { low: 0, high: 1 }],
    ['good and less likely: not held', 1, 0.5, -0.5, -0.5, { low: 0, high: 0 }],
    ['bad and likelier: not held', -1, 2, 2, 2, { low: 0, high: 0 }],
    ['bad and less likely: held at 1 - epsilon', -1, 0.5, 0.75, 0, { low: 1, high: 0 }],
  ])('%s', async (_, advantage, ratio, loss, slope, { low, high }) => {
    const found = await right(moved(advantage, ratio, 1), { epsilon: 0.25, epsilonHigh: 0.5 })
    expect(found.loss).toBeCloseTo(loss, 6)
    expect(rows(found)).toEqual([[slope, slope]])
    expect(found.metrics).toEqual({
      'clip_ratio/low_mean': low,
      'clip_ratio/high_mean': high,
      'clip_ratio/region_mean': low + high,
      'clip_ratio/low_min': low,
      'clip_ratio/high_max': high,
    })
  })

  test('epsilon is 0.2, and epsilonHigh what epsilon is', async () => {
    expect((await right(moved(1, 2, 1))).loss).toBeCloseTo(-1.2, 6)
    expect((await right(moved(-1, 0.5, 1))).loss).toBeCloseTo(0.8, 6)
    expect((await right(moved(1, 2, 1), { epsilon: 0.5, epsilonHigh: null })).loss).toBeCloseTo(-1.5, 6)
  })

  test('what is logged is of completions, not of tokens, and of those without a token, too', async () => {
    const at = (value: number): Array<number> => [value, value]
    const { metrics } = await right({
      logProbs: [at(-1), at(-1), at(-1), at(-1)],
      oldLogProbs: [at(-1), at(-1 + LN2), at(-1 - LN2), at(-9)],
      advantages: [-1, -1, 1, 1],
      completionMask: [[1, 1], [1, 0], [1, 1], [0, 0]], // prettier-ignore
    })
    expect(metrics).toEqual({
      'clip_ratio/low_mean': 0.25,
      'clip_ratio/high_mean': 0.25,
      'clip_ratio/region_mean': 0.5,
      'clip_ratio/low_min': 0,
      'clip_ratio/high_max': 1,
    })
  })

  test('a row without a token has the weight 1: it adds -A, and has no gradient', async () => {
    const found = await right({ ...TWO, oldLogProbs: [[-1, -2], [-9, 0]], completionMask: [[1, 1], [0, 0]] }) // prettier-ignore
    expect(found.loss).toBe((-1 + 2) / 2)
    expect(rows(found)).toEqual([[-0.5, -0.5], [0, 0]]) // prettier-ignore
  })

  test('tokens of tools leave the sum', async () => {
    const found = await right({ ...moved(-1, 2, 4), toolMask: [[1, 0]] })
    expect(found.loss).toBeCloseTo(2, 6)
    expect(rows(found)).toEqual([[2, 0]])
  })
})

test('tf.grads goes through it, padding may hold anything, and nothing is left over', async () => {
  const inputs = { ...TWO, oldLogProbs: [[-1.1, -2], [-3.1, 0]] } // prettier-ignore
  const expected = await right(inputs)
  const before = tf.memory().numTensors
  const logProbs = tf.tensor2d([[-1, -2], [-3, NaN]]) // prettier-ignore
  const { value, grad } = tf.valueAndGrad((l) => rlooLoss({ ...inputs, logProbs: l as tf.Tensor2D }))(logProbs)
  expect(value.dataSync()[0]).toBe(expected.loss)
  expect(Array.from(grad.dataSync(), (one) => one + 0)).toEqual(expected.gradLogProbs.flatMap((row) => Array.from(row)))
  tf.dispose([logProbs, value, grad])
  await right(inputs)
  expect(tf.memory().numTensors).toBe(before)
})

describe('weights beyond float32', () => {
  test('of a good completion are held by the clip; an advantage of 0 takes them out', async () => {
    const far = { ...moved(1, 1, 1), oldLogProbs: [[-1001, -2]] }
    const found = await right(far)
    expect([found.loss, rows(found)]).toEqual([Math.fround(-1.2), [[0, 0]]])
    expect(await right({ ...far, advantages: [0] })).toMatchObject({ loss: 0, gradLogProbs: [Float32Array.of(0, 0)] })
  })

  test('of a bad one are an error where the loss is read', async () => {
    expect(
      await rlooLossAndGrad({
        ...TWO,
        oldLogProbs: [
          [-1, -2],
          [-1000, 0],
        ],
      })(),
    ).toEqual({
      // prettier-ignore
      _tag: 'Left',
      left: { _tag: 'NonFinite', reward: 'rlooLossAndGrad', value: Infinity, field: 'loss' },
    })
  })
})

describe('refusals', () => {
  const byToken = [[1, 1], [-2, -2]] // prettier-ignore
  test.each([
    [{ ...TWO, advantages: byToken }, {}, 'rlooLoss: expected the shape [2] or [2, 1] for `advantages`, got [2, 2]'],
    [{ ...TWO, advantages: [1] }, {}, 'rlooLoss: expected the shape [2] or [2, 1] for `advantages`, got [1]'],
    [
      { ...TWO, advantages: [1, NaN], completionMask: [[1, 1], [0, 0]] }, // prettier-ignore
      {},
      'rlooLoss: expected finite numbers for `advantages[1]`, got NaN',
    ],
    [{ ...TWO, advantages: undefined }, {}, 'rlooLoss: expected a value for `advantages`, got nothing'],
    [{ ...TWO, logProbs: [-1, -2] }, {}, 'for `logProbs`, got [2]'],
    [{ ...TWO, old_log_probs: TWO.logProbs }, {}, 'under the name `oldLogProbs`'],
    [TWO, { epsilon: -1 }, 'rlooLoss: expected a finite number of at least 0 for `epsilon`, got -1'],
    [TWO, { epsilonHigh: '1' }, 'rlooLoss: expected a finite number of at least 0, or null for `epsilonHigh`, got "1"'],
    [TWO, { beta: 1 }, 'rlooLoss: expected an option (epsilon, epsilonHigh) for `beta`, got 1'],
    [null, {}, 'rlooLoss: expected an object for `inputs`, got null'],
  ])('%j, %j', (inputs: any, options: any, message) => {
    expect(() => rlooLoss(inputs, options)).toThrow(RewardException)
    expect(() => rlooLoss(inputs, options)).toThrow(message)
  })

  test('a tensor of advantages by token', () => {
    const advantages = tf.ones<tf.Rank.R2>([2, 2])
    expect(() => rlooLoss({ ...TWO, advantages })).toThrow('the shape [2] or [2, 1] for `advantages`, got [2, 2]')
    advantages.dispose()
  })
})
