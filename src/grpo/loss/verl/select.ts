import * as tf from '@tensorflow/tfjs-core'
import { choose } from '../blocks/choose.js'
import type { Masks } from '../blocks/masks.js'

/** Below every key, and within float32. */
const LAST = -3e38

/**
 * The tokens of the largest keys among some: max(1, floor(share · Σ m)) of them, fewer where there are not so many. Of equal keys the earlier.
 *
 * @param keys - [B, T].
 * @param among - Which tokens may be chosen: bool.
 * @returns Bool, [B, T].
 */
export const selectLargest = (keys: tf.Tensor, among: tf.Tensor, share: number, masks: Masks): tf.Tensor => {
  const size = masks.rows * masks.columns
  const order = tf.topk(tf.reshape(choose(among, keys, LAST), [-1]), size).indices
  // How many, for each number of tokens: in float64, so that the product of a share and a number does not fall short of a whole one.
  const counts = Array.from({ length: size + 1 }, (_, n) => (n === 0 ? 0 : Math.max(1, Math.floor(n * share))))
  const count = tf.gather(tf.tensor1d(counts, 'float32'), tf.cast(masks.total, 'int32'))
  const isFirst = tf.cast(tf.less(tf.range(0, size), count), 'float32')
  const isChosen = tf.scatterND(tf.reshape(order, [-1, 1]), isFirst, [size])
  return tf.logicalAnd(among, tf.greater(tf.reshape(isChosen, [masks.rows, masks.columns]), 0))
}
