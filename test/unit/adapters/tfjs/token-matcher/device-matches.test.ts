import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { pickBackend } from '../../../../../src/adapters/tfjs/pick-backend.js'
import { deviceGradients } from '../../../../../src/adapters/tfjs/token-matcher/device-gradients.js'
import { deviceMatches } from '../../../../../src/adapters/tfjs/token-matcher/device-matches.js'
import { type DeviceSide, deviceSide } from '../../../../../src/adapters/tfjs/token-matcher/device-side.js'
import { rowBlocks } from '../../../../../src/adapters/tfjs/token-matcher/row-blocks.js'

beforeAll(async () => {
  await pickBackend({ prefer: 'cpu' })()
})

const side = (count: number, seed: number, flags?: tf.Tensor): DeviceSide =>
  deviceSide(
    tf.tensor2d(
      Float32Array.from({ length: count * 5 }, (_, i) => Math.sin(seed + i * i)),
      [count, 5],
    ),
    flags === undefined ? {} : { flags },
  )

test.each([
  [7, 3, 100, [7]],
  [7, 3, 9, [3, 3, 1]],
  [7, 3, 1, [1, 1, 1, 1, 1, 1, 1]],
])('%i rows and %i others, %i pairs at once: blocks of %j', (count, others, most, sizes) => {
  const blocks = rowBlocks(count, others, most)
  expect(blocks.map((block) => block.count)).toEqual(sizes)
  blocks.reduce((end, { from, count }) => {
    expect(from).toBe(end)
    return end + count
  }, 0)
})

test.each([1, 12, 22, 1000])('in blocks of %i pairs the matches and the gradient are those of all at once', (most) => {
  const image = side(9, 1, tf.tensor1d([1, 1, 0, 1, 1, 0, 1, 1, 1]))
  const text = side(4, 2, tf.tensor1d([0, 1, 1, 1]))
  const numbersOf = (mostPairs?: number): ReadonlyArray<ReadonlyArray<number>> => {
    const best = deviceMatches(image, text, mostPairs)
    const weights = { image: tf.mul<tf.Tensor2D>(image.counts!, 0.1), text: tf.mul<tf.Tensor2D>(text.counts!, 0.2) }
    const gradients = deviceGradients(
      { side: image, row: best.image.row, weight: weights.image },
      { side: text, row: best.text.row, weight: weights.text },
      mostPairs,
    )
    return [best.image.row, best.text.row, best.image.cosine, best.text.cosine, ...gradients].map((tensor) =>
      Array.from(tensor.dataSync()),
    )
  }
  numbersOf(most).forEach((numbers, i) => expect(numbers).toEqual(numbersOf()[i]!.map((x) => expect.closeTo(x, 6))))
})

test('of two blocks with as good a match the first one has it', () => {
  const image = deviceSide(tf.tensor2d([[1, 0], [2, 0], [3, 0]]), {}) // prettier-ignore
  const text = deviceSide(tf.tensor2d([[1, 0]]), {})
  expect(Array.from(deviceMatches(image, text, 1).text.row.dataSync())).toEqual([0])
})
