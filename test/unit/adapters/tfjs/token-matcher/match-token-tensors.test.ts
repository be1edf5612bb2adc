import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { pickBackend } from '../../../../../src/adapters/tfjs/pick-backend.js'
import {
  matchTokenTensors,
  type TensorMatchOptions,
} from '../../../../../src/adapters/tfjs/token-matcher/match-token-tensors.js'

beforeAll(async () => {
  await pickBackend({ prefer: 'cpu' })()
})

type Rows = Array<Array<number>>

const IMAGE: Rows = [[3, 0], [0, 2]] // prettier-ignore
const TEXT: Rows = [[1, 0]]

const valuesOf = (image: tf.Tensor, text: tf.Tensor, options: TensorMatchOptions = {}): ReadonlyArray<number> => {
  const { value, imageToText, textToImage } = matchTokenTensors(image, text, options)
  const numbers = [value, imageToText, textToImage].map((scalar) => scalar.dataSync()[0]!)
  tf.dispose([value, imageToText, textToImage])
  return numbers
}

const gradientsOf = (
  image: Rows,
  text: Rows,
  options: TensorMatchOptions = {},
  of: 'value' | 'imageToText' | 'textToImage' = 'value',
): ReadonlyArray<ReadonlyArray<number>> => {
  const gradients = tf.grads((i, t) => matchTokenTensors(i, t, options)[of])([tf.tensor2d(image), tf.tensor2d(text)])
  return gradients.map((gradient) => Array.from(gradient.dataSync()))
}

const close = (numbers: ReadonlyArray<number>): ReadonlyArray<unknown> => numbers.map((x) => expect.closeTo(x, 6))

describe('on tensors', () => {
  test('value and both halves, with an axis in front or without', () => {
    expect(valuesOf(tf.tensor2d(IMAGE), tf.tensor2d(TEXT))).toEqual([0.75, 0.5, 1])
    expect(valuesOf(tf.tensor3d([IMAGE]), tf.tensor3d([TEXT]))).toEqual([0.75, 0.5, 1])
  })

  test.each<[string, () => TensorMatchOptions['imageMask'] & object]>([
    ['numbers', () => [0, 1]],
    ['booleans', () => [false, true]],
    ['a tensor of bool', () => tf.tensor1d([false, true], 'bool')],
    ['a tensor of int32', () => tf.tensor1d([0, 1], 'int32')],
    ['a tensor of float32, [1, n]', () => tf.tensor2d([[0, 1]])],
  ])('a mask of %s: what does not count may be anything, and gets no gradient', (_, mask) => {
    const imageMask = mask()
    const image = [[NaN, Infinity], [1, 1]] // prettier-ignore
    const expected = Math.SQRT1_2
    expect(valuesOf(tf.tensor2d(image), tf.tensor2d(TEXT), { imageMask })).toEqual(
      close([expected, expected, expected]),
    )
    const [byImage, byText] = gradientsOf(image, TEXT, { imageMask })
    // d cos / d (1, 1) = ((1, 0) - (1, 1) / 2) / sqrt 2; d cos / d (1, 0) = (0, 1) / sqrt 2.
    expect(byImage).toEqual([0, 0, ...close([expected / 2, -expected / 2])])
    expect(byText).toEqual(close([0, expected]))
  })

  test.each(['value', 'imageToText', 'textToImage'] as const)('the gradient of %s, worked by hand', (of) => {
    // Image: (3, 4) and (1, 0), text: (0, 2). Best of the text token is (3, 4) with 0.8; d 0.8 / d (3, 4) = ((0, 1) - 0.8 (0.6, 0.8)) / 5.
    const [byImage, byText] = gradientsOf([[3, 4], [1, 0]], [[0, 2]], {}, of) // prettier-ignore
    const [there, back] = { value: [0.5, 0.5], imageToText: [1, 0], textToImage: [0, 1] }[of] as [number, number]
    const [first, second] = [there / 2 + back, there / 2]
    expect(byImage).toEqual(close([(-0.48 / 5) * first, (0.36 / 5) * first, 0, second]))
    // By (0, 2): (0.6, 0.8) - 0.8 (0, 1) = (0.6, 0) and (1, 0), each over 2.
    expect(byText).toEqual(close([(0.6 / 2) * first + second / 2, 0]))
  })

  test('both halves may be weighed within one function', () => {
    const mixed = tf.grad((i) => {
      const { imageToText, textToImage } = matchTokenTensors(i, tf.tensor2d([[0, 2]]))
      return tf.customGrad((a, b) => ({
        value: tf.add(tf.mul(a as tf.Tensor, 2), b as tf.Tensor),
        gradFunc: (dy) => [tf.mul(dy, 2), dy],
      }))(imageToText, textToImage)
    })
    const gradient = mixed(tf.tensor2d([[3, 4]]))
    expect(Array.from(gradient.dataSync())).toEqual(close([(-0.48 / 5) * 3, (0.36 / 5) * 3]))
  })

  test('of several that are as good the first one is the match', () => {
    const [, byText] = gradientsOf([[1, 1]], [[1, 0], [0, 1], [2, 0]], {}, 'imageToText') // prettier-ignore
    expect(byText).toEqual([0, expect.closeTo(Math.SQRT1_2, 6), 0, 0, 0, 0])
    const [byImage] = gradientsOf([[1, 0], [0, 1], [2, 0]], [[1, 1]], {}, 'textToImage') // prettier-ignore
    expect(byImage).toEqual([0, expect.closeTo(Math.SQRT1_2, 6), 0, 0, 0, 0])
  })

  test('a row of zeros has cosine 0 with all; its gradient is that of a row divided by 1e-12', () => {
    expect(valuesOf(tf.tensor2d([[0, 0]]), tf.tensor2d(TEXT))).toEqual([0, 0, 0])
    const [byImage, byText] = gradientsOf([[0, 0]], TEXT)
    expect(byImage![0]! / 1e12).toBeCloseTo(1, 6)
    expect(byImage![1]).toBe(0)
    expect(byText).toEqual([0, 0])
  })

  test.each([1e38, 1e18, 1e-11, 1e-30])('rows %d long', (size) => {
    const [value] = valuesOf(tf.tensor2d([[0.6 * size, 0.8 * size]]), tf.tensor2d([[0, size]]))
    const shorter = Math.min(1, size / 1e-12) ** 2
    expect(value! / shorter).toBeCloseTo(0.8, 6)
  })

  test('a width that is no power of two, and one of several blocks of columns', () => {
    for (const width of [9, 23, 2049]) {
      const row = Array.from({ length: width }, (_, i) => Math.sin(i))
      const [value] = valuesOf(tf.tensor2d([row]), tf.tensor2d([row.map((x) => 7 * x)]))
      expect(value).toBeCloseTo(1, 6)
    }
  })
})

describe('what cannot be compared', () => {
  const [image, text] = [(): tf.Tensor => tf.tensor2d(IMAGE), (): tf.Tensor => tf.tensor2d(TEXT)]
  const disposed = (): tf.Tensor => {
    const tensor = tf.tensor2d(IMAGE)
    tensor.dispose()
    return tensor
  }

  const none = (): object => ({})

  test.each<[string, () => unknown, () => unknown, () => object, object]>([
    [
      'an array',
      () => IMAGE,
      text,
      none,
      { field: 'image', expected: 'a tensor of float32', received: 'an array of 2' },
    ],
    [
      'int32',
      () => tf.tensor2d(IMAGE, [2, 2], 'int32'),
      text,
      none,
      { field: 'image', received: 'one of int32; cast it' },
    ],
    ['disposed of', image, disposed, none, { field: 'text', received: 'one that was disposed of' }],
    ['no tokens', image, () => tf.zeros([0, 2]), none, { field: 'text', expected: 'at least one token' }],
    ['one axis', () => tf.zeros([2]), text, none, { field: 'image', received: '[2]' }],
    ['another width', image, () => tf.zeros([1, 3]), none, { field: 'text', received: 'width 3' }],
    ['a mask of another length', image, text, () => ({ imageMask: [1] }), { field: 'imageMask', received: 'one of 1' }],
    ['an empty mask', image, text, () => ({ imageMask: [0, 0] }), { field: 'imageMask', received: 'none' }],
    [
      'a tensor for a mask of another length',
      image,
      text,
      () => ({ textMask: tf.zeros([2]) }),
      { field: 'textMask', received: '[2]' },
    ],
  ])('%s: an exception with the error, nothing left behind', (_, i, t, options, error) => {
    const [given, masks] = [[i(), t()], options()]
    const before = tf.memory().numTensors
    const call = (): unknown => matchTokenTensors(...(given as [tf.Tensor, tf.Tensor]), masks)
    expect(call).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ _tag: 'InvalidInput', ...error }) }),
    )
    expect(tf.memory().numTensors).toBe(before)
  })

  test.each<[string, Rows, () => TensorMatchOptions]>([
    ['NaN', [[NaN, 0], [0, 1]], () => ({})], // prettier-ignore
    ['an infinity', [[1, 0], [0, -Infinity]], () => ({})], // prettier-ignore
    ['a mask in a tensor that keeps nothing', IMAGE, () => ({ imageMask: tf.zeros([2]) })],
    ['a mask in a tensor of other numbers', IMAGE, () => ({ imageMask: tf.tensor1d([1, 2]) })],
  ])('%s: all three are NaN', (_, tokens, options) => {
    expect(valuesOf(tf.tensor2d(tokens), tf.tensor2d(TEXT), options())).toEqual([NaN, NaN, NaN])
  })
})

test('no tensor is left behind, with a gradient or without', () => {
  const inputs = [tf.tensor2d(IMAGE), tf.tensor2d(TEXT)]
  const imageMask = tf.tensor1d([1, 0])
  const before = tf.memory().numTensors
  for (let i = 0; i < 20; i++) {
    valuesOf(inputs[0]!, inputs[1]!, { imageMask, textMask: [1] })
    tf.dispose(tf.grads((i, t) => matchTokenTensors(i, t, { imageMask }).value)(inputs))
    tf.dispose(tf.grads((i, t) => matchTokenTensors(i, t, { imageMask: [0, 1] }).textToImage)(inputs))
  }
  expect(tf.memory().numTensors).toBe(before)
})
