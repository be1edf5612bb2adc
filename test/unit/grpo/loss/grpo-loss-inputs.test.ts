import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { grpoLoss, grpoLossTensors } from '../../../../src/grpo/loss/grpo-loss.js'
import { RewardException } from '../../../../src/score.js'
import { left, ONE, right } from './calls.js'

describe('the forms of inputs', () => {
  const plain = {
    logProbs: [[-1, -2], [-3, -4]], // prettier-ignore
    oldLogProbs: [[-1.1, -2], [-3, -4.5]], // prettier-ignore
    advantages: [1, -2],
    completionMask: [[1, 1], [1, 0]], // prettier-ignore
  }
  const { logProbs, oldLogProbs, completionMask } = plain
  const flat = (grid: ReadonlyArray<ReadonlyArray<number>>): object => ({
    shape: [2, 2],
    data: Float32Array.from(grid.flat()),
  })
  const typed = (grid: ReadonlyArray<ReadonlyArray<number>>): Array<Float32Array> =>
    grid.map((row) => Float32Array.from(row))

  test.each<[string, () => any]>([
    ['typed rows', () => ({ logProbs: typed(logProbs), oldLogProbs: typed(oldLogProbs), advantages: Float64Array.of(1, -2), completionMask: completionMask.map((row) => Uint8Array.from(row)) })], // prettier-ignore
    ['a shape and data', () => ({ logProbs: flat(logProbs), oldLogProbs: flat(oldLogProbs), advantages: { shape: [2], data: [1, -2] }, completionMask: flat(completionMask) })], // prettier-ignore
    ['true and false', () => ({ ...plain, completionMask: [[true, true], [true, false]] })], // prettier-ignore
    ['an advantage a token', () => ({ ...plain, advantages: [[1, 1], [-2, -2]] })], // prettier-ignore
    ['a column of advantages', () => ({ ...plain, advantages: [[1], [-2]] })],
    ['null for nothing', () => ({ ...plain, refLogProbs: null, toolMask: null })],
    ['tensors', () => ({ logProbs: tf.tensor2d(logProbs), oldLogProbs: tf.tensor2d(oldLogProbs), advantages: tf.tensor1d([1, -2]), completionMask: tf.tensor2d(completionMask, [2, 2], 'bool') })], // prettier-ignore
    ['tensors of integers', () => ({ ...plain, advantages: tf.tensor2d([[1], [-2]], [2, 1], 'int32'), completionMask: tf.tensor2d(completionMask, [2, 2], 'int32') })], // prettier-ignore
  ])('%s', async (_, inputs) => {
    expect(await right(inputs())).toEqual(await right(plain))
  })
})

describe('what is refused before the first operation', () => {
  const refused = async (change: object, error: object, options: object = {}): Promise<void> => {
    const before = tf.memory().numTensors
    expect(await left({ ...ONE, ...change }, options)).toMatchObject(error)
    expect(tf.memory().numTensors).toBe(before)
  }
  const input = (field: string, expected: string, received: string): object => ({
    _tag: 'InvalidInput',
    reward: 'grpoLossAndGrad',
    field,
    expected,
    received,
  })

  test('inputs that are no object', async () => {
    expect(await left(null)).toMatchObject(input('inputs', 'an object', 'null'))
  })

  test('what is needed and missing', async () => {
    await refused({ logProbs: undefined }, { _tag: 'MissingField', field: 'logProbs' })
    await refused({ advantages: undefined }, { _tag: 'MissingField', field: 'advantages' })
    await refused({ completionMask: null }, { _tag: 'MissingField', field: 'completionMask' })
    await refused({}, { _tag: 'MissingField', field: 'refLogProbs', hint: 'needed by `beta`' }, { beta: 0.1 })
    await refused({}, { _tag: 'MissingField', field: 'entropies' }, { entropyCoef: 0.1 })
    await refused({}, { _tag: 'MissingField', field: 'entropies' }, { topEntropyQuantile: 0.2 })
  })

  test.each([
    ['old_log_probs', 'oldLogProbs'],
    ['oldLogprobs', 'oldLogProbs'],
    ['old_per_token_logps', 'oldLogProbs'],
    ['ref_log_prob', 'refLogProbs'],
    ['tool_mask', 'toolMask'],
    ['importance_sampling_ratio', 'importanceWeights'],
  ])('%s alone is no input: overlooked, it would change the loss', async (field, meant) => {
    const given = { [field]: [[-1]] }
    await refused(given, { _tag: 'InvalidInput', field, expected: `the input under the name \`${meant}\`` })
    // Beside the one that is meant, and where it is nothing, it is the caller's own, as is any other field.
    const both = { ...ONE, [meant]: meant === 'toolMask' ? [[1, 0]] : meant === 'importanceWeights' ? [1] : [[-1, -3]] }
    expect(await right({ ...both, ...given, rewards: [1] })).toEqual(await right(both))
    expect(await right({ ...ONE, [field]: null })).toEqual(await right(ONE))
  })

  test('shapes that do not fit', async () => {
    await refused({ oldLogProbs: [[-1]] }, input('oldLogProbs', 'the shape [1, 2]', '[1, 1]'))
    await refused({ advantages: [1, 2] }, input('advantages', 'the shape [1], [1, 1] or [1, 2]', '[2]'))
    await refused({ completionMask: [1, 1] }, input('completionMask', 'the shape [1, 2]', '[2]'))
    await refused({ logProbs: [-1, -2] }, input('logProbs', 'the shape [B, T], neither of them 0', '[2]'))
    await refused({ logProbs: [] }, input('logProbs', 'the shape [B, T], neither of them 0', '[0]'))
    await refused({ logProbs: [[]] }, input('logProbs', 'the shape [B, T], neither of them 0', '[1, 0]'))
    await refused({ importanceWeights: [[1, 1, 1]] }, { field: 'importanceWeights', received: '[1, 3]' })
    await refused({ logProbs: [[-1, -2], [-1]] }, { field: 'logProbs', received: 'rows of 2 and of 1' })
    await refused({ logProbs: [[-1, -2], 5] }, { field: 'logProbs', received: '5 as row 1' })
    await refused(
      { logProbs: { shape: [1, 2], data: [1] } },
      { field: 'logProbs', received: '1 numbers for the shape [1, 2]' },
    )
    await refused({ logProbs: { shape: [1, -2], data: [] } }, { field: 'logProbs', received: 'a shape of 1 x -2' })
    await refused({ logProbs: [[[-1, -2]]] }, input('logProbs[0][0]', 'finite numbers', 'an array of 2'))
    await refused({ logProbs: 'abc' }, { field: 'logProbs', received: '"abc"' })
  })

  test('numbers that are none', async () => {
    await refused({ logProbs: [[-1, NaN]] }, input('logProbs[0][1]', 'finite numbers', 'NaN'))
    await refused({ oldLogProbs: [[-Infinity, 0]] }, input('oldLogProbs[0][0]', 'finite numbers', '-Infinity'))
    await refused({ advantages: ['1'] }, input('advantages[0]', 'finite numbers', '"1"'))
    await refused({ completionMask: [[1, 2]] }, input('completionMask[0][1]', '0 or 1', '2'))
    await refused({ importanceWeights: [-1] }, input('importanceWeights[0]', 'finite numbers of at least 0', '-1'))
    await refused(
      { samplingLogProbs: [[Infinity, 0]] },
      input('samplingLogProbs[0][0]', 'finite numbers, or null', 'Infinity'),
    )
  })

  test('numbers that float32 does not hold', async () => {
    const expected = 'numbers that float32 holds (up to 3.4e38)'
    await refused({ oldLogProbs: [[-1e39, -1]] }, input('oldLogProbs[0][0]', expected, '-1e+39'))
    await refused({ entropies: [[1, 1e39]] }, input('entropies[0][1]', expected, '1e+39'), { topEntropyQuantile: 0.5 })
  })

  test('tensors that cannot be read', async () => {
    const gone = tf.tensor2d([[1, 2]])
    gone.dispose()
    expect(await left({ ...ONE, logProbs: gone })).toMatchObject({ received: 'a tensor that was disposed of' })
    const words = tf.tensor2d([['a', 'b']])
    expect(await left({ ...ONE, logProbs: words })).toMatchObject({ received: 'a tensor of string' })
    const wide = tf.zeros([1, 2, 3])
    expect(await left({ ...ONE, logProbs: wide })).toMatchObject({ received: '[1, 2, 3]' })
    tf.dispose([words, wide])
  })

  test('options out of their domain, and of another name', async () => {
    const option = (name: string, received: string): object => ({ _tag: 'InvalidOption', option: name, received })
    await refused({}, option('epsilon', '-0.1'), { epsilon: -0.1 })
    await refused({}, option('lossType', '"ppo"'), { lossType: 'ppo' })
    await refused({}, option('loss_type', '"grpo"'), { loss_type: 'grpo' })
    await refused({}, option('delta', '0'), { delta: 0 })
    await refused({}, option('topEntropyQuantile', '1.5'), { topEntropyQuantile: 1.5 })
    await refused({}, option('gradientAccumulationSteps', '0'), { gradientAccumulationSteps: 0 })
    await refused({}, option('beta', 'NaN'), { beta: NaN })
    await refused({}, option('maxCompletionLength', 'nothing'), { lossType: 'dr_grpo' })
    expect(await left(ONE, null)).toMatchObject(option('options', 'null'))
  })

  test('grpoLoss and grpoLossTensors throw the same', () => {
    const call = (): unknown => grpoLoss({ ...ONE, advantages: [] })
    expect(call).toThrow(RewardException)
    expect(call).toThrow('grpoLoss: expected the shape [1], [1, 1] or [1, 2] for `advantages`, got [0]')
    expect(() => grpoLossTensors({ ...ONE, advantages: [] })).toThrow(RewardException)
  })

  test('NaN within a tensor is found when the loss is read', async () => {
    const logProbs = tf.tensor2d([[NaN, -1]])
    expect(await left({ ...ONE, logProbs })).toEqual({
      _tag: 'NonFinite',
      reward: 'grpoLossAndGrad',
      value: NaN,
      field: 'loss',
    })
    logProbs.dispose()
  })
})
