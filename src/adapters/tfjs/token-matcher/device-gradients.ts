import * as tf from '@tensorflow/tfjs-core'
import { type DeviceSide, unitRows } from './device-side.js'
import { type Block, MOST_PAIRS, rowBlocks } from './row-blocks.js'
import { rowSums } from './row-sums.js'

/** What stands for a side when the way back is gone: its tokens, and the match of each. */
interface MatchedSide {
  readonly side: DeviceSide
  /** [n], of int32. */
  readonly row: tf.Tensor1D
  /** By how much the result grows with the cosine of each match, [n, 1]; 0 for tokens that do not count. */
  readonly weight: tf.Tensor2D
}

/**
 * The gradient by the rows of both sides.
 *
 * With W[j,k] the weight of j's match where k is it, and of k's match where j is, the gradient by Î is G = W T̂ and that by T̂ is Wᵀ Î. Î is I divided by its length: the
 * gradient by I is (G - Î (Î · G)) / |I|. A row shorter than ε is divided by ε: there it is G / ε, as in the formula.
 */
export const deviceGradients = (
  image: MatchedSide,
  text: MatchedSide,
  mostPairs = MOST_PAIRS,
): readonly [tf.Tensor2D, tf.Tensor2D] => {
  const [ofImage, ofText] = [unitRows(image.side), unitRows(text.side)]
  const byImage: Array<tf.Tensor2D> = []
  let byText: tf.Tensor2D = tf.zerosLike(ofText)
  for (const block of rowBlocks(ofImage.shape[0], ofText.shape[0], mostPairs)) {
    const weights = weightsOf(image, text, block)
    byImage.push(tf.matMul(weights, ofText))
    const rows = tf.slice(ofImage, [block.from, 0], [block.count, ofImage.shape[1]])
    byText = tf.add(byText, tf.matMul(weights, rows, true, false))
  }
  return [throughLength(image.side, ofImage, tf.concat(byImage)), throughLength(text.side, ofText, byText)]
}

/** W of some image rows. */
const weightsOf = (image: MatchedSide, text: MatchedSide, { from, count }: Block): tf.Tensor2D => {
  const columns = tf.range(0, text.row.shape[0], 1, 'int32')
  const rows = tf.reshape(tf.range(from, from + count, 1, 'int32'), [count, 1])
  const chosen = tf.reshape(tf.slice(image.row, [from], [count]), [count, 1])
  const ofImage = tf.mul(tf.cast(tf.equal(chosen, columns), 'float32'), tf.slice(image.weight, [from, 0], [count, 1]))
  const ofText = tf.mul(tf.cast(tf.equal(rows, text.row), 'float32'), tf.reshape(text.weight, [1, -1]))
  return tf.add(ofImage, ofText)
}

const throughLength = ({ inverse, scale, isLong }: DeviceSide, unit: tf.Tensor2D, by: tf.Tensor2D): tf.Tensor2D => {
  const along = tf.mul(rowSums(tf.mul(unit, by)), isLong)
  return tf.mul(tf.sub(by, tf.mul(unit, along)), tf.mul(inverse, scale))
}
