import * as tf from '@tensorflow/tfjs-core'
import { quantilePlace } from '../../masks/quantile.js'
import { choose } from '../blocks/choose.js'
import type { Masks } from '../blocks/masks.js'

/** Below every entropy, and within float32: what does not count is sorted last. */
const LAST = -3e38

/**
 * 1 for the tokens of the highest entropy among those that count: H ≥ the linear-interpolation quantile at 1 - `share`.
 *
 * No token that counts: 0 everywhere. Wang et al. 2025, arXiv 2506.01939. The same rule as the mask on arrays, on the backend, so that
 * entropies need not leave the device.
 */
export const entropyMask = (entropies: tf.Tensor2D, share: number, masks: Masks): tf.Tensor2D => {
  const size = masks.rows * masks.columns
  const counted = choose(masks.counts, entropies, LAST)
  const descending = tf.topk(tf.reshape(counted, [-1]), size).values
  // For each number of tokens that may count. Without any, whatever place will do.
  const places = Array.from({ length: size + 1 }, (_, n) => quantilePlace(1 - share, Math.max(n, 1)))
  const total = tf.cast(masks.total, 'int32')
  const ofTotal = (numbers: Array<number>): tf.Tensor => tf.gather(tf.tensor1d(numbers, 'float32'), total)
  const below = ofTotal(places.map((place) => place.below))
  // Ascending, place p is place n - 1 - p of this.
  const last = tf.maximum(tf.sub(masks.total, 1), 0)
  const at = (place: tf.Tensor): tf.Tensor => tf.gather(descending, tf.cast(tf.sub(last, place), 'int32'))
  const threshold = between(
    at(below),
    at(tf.minimum(tf.add(below, 1), last)),
    ofTotal(places.map((place) => place.share)),
  )
  return tf.mul(tf.cast(tf.greaterEqual(entropies, threshold), 'float32'), masks.ones)
}

/** a + w (b - a), taken from the nearer end, so that equal ends give themselves. */
const between = (a: tf.Tensor, b: tf.Tensor, w: tf.Tensor): tf.Tensor => {
  const step = tf.sub(b, a)
  return choose(tf.less(w, 0.5), tf.add(a, tf.mul(w, step)), tf.sub(b, tf.mul(tf.sub(1, w), step)))
}
