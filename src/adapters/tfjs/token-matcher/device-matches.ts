import * as tf from '@tensorflow/tfjs-core'
import type { DeviceSide } from './device-side.js'
import { productsOf } from './products.js'
import { type Block, MOST_PAIRS, rowBlocks } from './row-blocks.js'
import { rowSums } from './row-sums.js'

/** For each token of a side its best match on the other. What stands at tokens that do not count means nothing. */
export interface DeviceBest {
  /** The first row with the greatest cosine, [n] of int32. */
  readonly row: tf.Tensor1D
  /** Its cosine as it was found, in a product of matrices, [n, 1]. */
  readonly found: tf.Tensor2D
  /** The same with its sums taken in {@link rowSums}, in [-1, 1], [n, 1]. */
  readonly cosine: tf.Tensor2D
}

/** The best matches of both sides. */
export interface DeviceMatches {
  readonly image: DeviceBest
  readonly text: DeviceBest
}

/** The best matches of two sides of one width: S = I Tᵀ block by block, then once more the cosines of those that were found. */
export const deviceMatches = (image: DeviceSide, text: DeviceSide, mostPairs = MOST_PAIRS): DeviceMatches => {
  const ofImage: Array<Greatest> = []
  let ofText: Greatest | undefined
  for (const block of rowBlocks(image.rows.shape[0], text.rows.shape[0], mostPairs)) {
    const cosines = cosinesOf(image, text, block)
    ofImage.push(greatest(leftOut(cosines, text.counts, [1, -1])))
    const counts = image.counts && tf.slice(image.counts, [block.from, 0], [block.count, 1])
    const columns = greatest(tf.transpose(leftOut(cosines, counts, [-1, 1])))
    ofText = better(ofText, { ...columns, row: tf.add(columns.row, block.from) })
  }
  const found = {
    row: tf.concat(ofImage.map(({ row }) => row)),
    found: tf.concat(ofImage.map(({ found }) => found)),
  }
  // There is at least one block.
  return { image: worked(found, image, text), text: worked(ofText as Greatest, text, image) }
}

/** Rows in float32, which holds each of them exactly, both [n, 1]. */
interface Greatest {
  readonly row: tf.Tensor2D
  readonly found: tf.Tensor2D
}

const cosinesOf = (image: DeviceSide, text: DeviceSide, { from, count }: Block): tf.Tensor2D => {
  const isAll = count === image.rows.shape[0]
  const part = (tensor: tf.Tensor2D): tf.Tensor2D =>
    isAll ? tensor : tf.slice(tensor, [from, 0], [count, tensor.shape[1]])
  const products = productsOf(part(image.rows), text.rows)
  return tf.mul(tf.mul(products, part(image.inverse)), tf.reshape(text.inverse, [1, -1]))
}

/** What is added to a cosine that does not count: then it is below every other one. */
const NONE = -4

/** With tokens that do not count below all others. */
const leftOut = (cosines: tf.Tensor2D, counts: tf.Tensor2D | undefined, shape: [number, number]): tf.Tensor2D =>
  counts === undefined ? cosines : tf.add(cosines, tf.mul(tf.sub(1, tf.reshape(counts, shape)), NONE))

/** Of each row the greatest number and the first column that has it: `argMax` of WebGPU answers with any of them. */
const greatest = (values: tf.Tensor2D): Greatest => {
  const columns = values.shape[1]
  const found = tf.max<tf.Tensor2D>(values, 1, true)
  const isGreatest = tf.cast(tf.equal(values, found), 'float32')
  const fromTheEnd = tf.range(columns, 0, -1)
  const first = tf.max<tf.Tensor2D>(tf.mul(isGreatest, fromTheEnd), 1, true)
  // No column has it where it is NaN.
  return { row: tf.minimum(tf.sub(columns, first), columns - 1), found }
}

/** Of two blocks; the first one where both have it. */
const better = (before: Greatest | undefined, next: Greatest): Greatest => {
  if (before === undefined) return next
  const isNext = tf.greater(next.found, before.found)
  return { row: tf.where(isNext, next.row, before.row), found: tf.where(isNext, next.found, before.found) }
}

const worked = ({ row, found }: Greatest, own: DeviceSide, other: DeviceSide): DeviceBest => {
  const at: tf.Tensor1D = tf.cast(tf.reshape(row, [-1]), 'int32')
  const product = rowSums(tf.mul(own.rows, tf.gather(other.rows, at)))
  const cosine = tf.mul<tf.Tensor2D>(tf.mul(product, own.inverse), tf.gather(other.inverse, at))
  return { row: at, found, cosine: tf.clipByValue(cosine, -1, 1) }
}
