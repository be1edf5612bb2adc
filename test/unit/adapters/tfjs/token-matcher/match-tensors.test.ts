import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { pickBackend } from '../../../../../src/adapters/tfjs/pick-backend.js'
import { loadTensorTextImageMatching } from '../../../../../src/adapters/tfjs/token-matcher/load-tensor-text-image-matching.js'
import { matchTensors } from '../../../../../src/adapters/tfjs/token-matcher/match-tensors.js'
import { formulaTensor } from '../../../../../src/formula/tensor.js'
import { score } from '../../../../../src/score.js'
import { textImageMatching } from '../../../../../src/text-image-matching/text-image-matching.js'
import { right } from '../../../../golden/lpips/network.js'

beforeAll(async () => {
  await pickBackend({ prefer: 'cpu' })()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const onDevice = textImageMatching({ tensorMatcher: { matchAll: matchTensors }, absent: 'skip' })
const exact = textImageMatching({ absent: 'skip' })

const tokens = (key: string, count: number, width = 24, scale = 1): tf.Tensor2D =>
  tf.tensor2d(formulaTensor({ key: `device|${key}`, shape: [count, width], scale, offset: 0 }), [count, width])

const spoilt = (tensor: tf.Tensor2D, at: number, value: number): tf.Tensor2D => {
  const data = tensor.dataSync().slice()
  data[at] = value
  return tf.tensor2d(data, tensor.shape)
}

const numbersOf = (outcome: any): ReadonlyArray<number> =>
  outcome._tag === 'Scored' ? [outcome.value, ...Object.values<any>(outcome.parts ?? {}).flatMap(numbersOf)] : []

/** As many numbers, within 1e-6, and all else the same; nothing left behind. */
const expectSame = async (samples: ReadonlyArray<object>): Promise<void> => {
  const before = tf.memory().numTensors
  const outcomes = await score(onDevice, samples)
  expect(tf.memory().numTensors).toBe(before)
  for (const [i, expected] of (await score(exact, samples)).entries()) {
    const outcome = outcomes[i]!
    if (expected._tag !== 'Scored') {
      expect(outcome).toEqual(expected)
      continue
    }
    expect(outcome).toMatchObject({ _tag: 'Scored', detail: expected.detail })
    numbersOf(expected).forEach((number, k) => expect(Math.abs(numbersOf(outcome)[k]! - number)).toBeLessThan(1e-6))
  }
}

const [IMAGE, TEXT] = [(): tf.Tensor2D => tokens('I', 19), (): tf.Tensor2D => tokens('T', 7)]

describe('a batch on a device', () => {
  test('has the outcomes of float64: ragged, masked in memory and in tensors, beside samples of other kinds', async () => {
    const some = (count: number): Array<0 | 1> => Array.from({ length: count }, (_, i) => (i % 3 === 1 ? 1 : 0))
    await expectSame([
      { imageTokens: IMAGE(), textTokens: TEXT() },
      { imageTokens: tokens('other', 3), textTokens: tokens('one', 1) },
      { imageTokens: tf.expandDims(IMAGE()), textTokens: TEXT(), textMask: some(7) },
      { imageTokens: IMAGE(), textTokens: TEXT(), imageMask: tf.tensor1d(some(19), 'int32'), textMask: some(7) },
      {
        imageTokens: spoilt(IMAGE(), 0, NaN),
        textTokens: TEXT(),
        imageMask: tf.tensor1d(some(19).map(Boolean), 'bool'),
      },
      { imageTokens: [[1, 0]], textTokens: [[1, 1]] },
      { imageTokens: IMAGE(), textTokens: { shape: [7, 24], data: TEXT().dataSync() } },
      { completion: 'text' },
      { imageTokens: IMAGE() },
    ])
  })

  test('has the same errors', async () => {
    const disposed = IMAGE()
    disposed.dispose()
    await expectSame([
      { imageTokens: spoilt(IMAGE(), 3 * 24 + 7, NaN), textTokens: TEXT() },
      { imageTokens: IMAGE(), textTokens: spoilt(TEXT(), 6 * 24 + 23, -Infinity) },
      { imageTokens: IMAGE(), textTokens: tokens('T', 7, 23) },
      { imageTokens: disposed, textTokens: TEXT() },
      { imageTokens: tf.cast(IMAGE(), 'int32'), textTokens: TEXT() },
      { imageTokens: IMAGE(), textTokens: tf.zeros([0, 24]) },
      { imageTokens: IMAGE(), textTokens: TEXT(), textMask: [1, 1] },
      { imageTokens: IMAGE(), textTokens: TEXT(), textMask: 'mask.npy' },
      { imageTokens: IMAGE(), textTokens: TEXT(), textMask: tf.zeros([7]) },
      { imageTokens: IMAGE(), textTokens: TEXT(), textMask: tf.fill([7], 0.5) },
      { imageTokens: IMAGE(), textTokens: TEXT(), textMask: tf.zeros([6]) },
    ])
    const [outcome] = await score(onDevice, [{ imageTokens: spoilt(IMAGE(), 31, NaN), textTokens: TEXT() }])
    expect(outcome).toMatchObject({ error: { field: 'imageTokens', received: 'NaN at [1][7]' } })
  })

  test('is read in one transfer, the tokens not at all', async () => {
    const samples = [1, 2, 3].map((i) => ({ imageTokens: tokens(`${i}`, 5 + i), textTokens: tokens('t', i) }))
    const read = vi.spyOn(tf.Tensor.prototype, 'data')
    const readNow = vi.spyOn(tf.Tensor.prototype, 'dataSync')
    await score(onDevice, samples)
    expect([read.mock.calls.length, readNow.mock.calls.length]).toEqual([1, 0])
  })

  test.each([1e30, 1e18, 1e-10, 1e-20])('tokens %d times as long', async (scale) => {
    await expectSame([
      { imageTokens: tokens('I', 19, 24, scale), textTokens: TEXT() },
      { imageTokens: IMAGE(), textTokens: tokens('T', 7, 24, scale) },
    ])
  })

  test('rows of zeros, and of numbers that are all alike', async () => {
    await expectSame([
      { imageTokens: tf.zeros([3, 24]), textTokens: TEXT() },
      { imageTokens: tf.concat([IMAGE(), tf.zeros([1, 24])]), textTokens: TEXT() },
      { imageTokens: tf.fill([5, 2048], 0.7), textTokens: tf.fill([3, 2048], 0.7) },
    ])
  })

  test('the matches are those of float64, counted among the tokens that count', async () => {
    const image = tf.tensor2d([[0, 1], [5, 5], [1, 0]]) // prettier-ignore
    const text = tf.tensor2d([[7, 7], [1, 0], [0, 1]]) // prettier-ignore
    const mask = tf.tensor1d([1, 0, 1])
    for (const [imageMask, textMask] of [
      [
        [1, 0, 1],
        [0, 1, 1],
      ],
      [mask, tf.tensor1d([0, 1, 1])],
    ]) {
      // prettier-ignore
      const answer = await matchTensors([{ image: { tokens: image, mask: imageMask }, text: { tokens: text, mask: textMask } }], {})()
      expect(answer).toMatchObject({
        right: [{ image: { row: Int32Array.of(1, 0) }, text: { row: Int32Array.of(1, 0) } }],
      })
    }
  })

  test('stops when it is cancelled, and leaves nothing behind', async () => {
    const samples = [{ imageTokens: IMAGE(), textTokens: TEXT() }]
    const before = tf.memory().numTensors
    const signal = AbortSignal.abort('enough')
    expect(await onDevice.score(samples, { signal })()).toEqual({
      _tag: 'Left',
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    expect(tf.memory().numTensors).toBe(before)
  })

  test('a device that failed is no reward: what went wrong on it is told', async () => {
    const backend = tf.backend() as unknown as { device?: object }
    let tell: (event: object) => void = () => undefined
    backend.device = { addEventListener: (_: string, listener: typeof tell) => (tell = listener) }
    const samples = [{ imageTokens: IMAGE(), textTokens: TEXT() }]
    try {
      await onDevice.score(samples)()
      tell({ error: new Error('out of memory') })
      const reason = 'the device failed: out of memory'
      expect(await onDevice.score(samples)()).toMatchObject({ left: { _tag: 'Unavailable', reason } })
    } finally {
      delete backend.device
    }
  })
})

describe('loading', () => {
  test('where tensors are in memory they are read, and float64 has the word', async () => {
    const reward = right(await loadTensorTextImageMatching({ absent: 'skip' })())
    const samples = [{ imageTokens: IMAGE(), textTokens: TEXT() }]
    expect(reward.meta).toEqual(exact.meta)
    expect(await score(reward, samples)).toEqual(await score(exact, samples))
  })
})
