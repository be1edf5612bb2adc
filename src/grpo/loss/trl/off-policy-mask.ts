import * as tf from '@tensorflow/tfjs-core'
import { choose } from '../blocks/choose.js'
import { type Masks, sumOfRows } from '../blocks/masks.js'

/**
 * 1 for completions that stay: those with A ≥ 0, and those with Σ_t m (s - l) / max(n, 1) ≤ threshold, s by whom they were sampled.
 *
 * A token whose s is NaN counts as 0. DeepSeek-V3.2 2025, arXiv 2512.02556.
 *
 * @returns [B, 1]; [B, T] where each token has an advantage.
 */
export const offPolicyMask = (
  logProbs: tf.Tensor2D,
  samplingLogProbs: tf.Tensor2D,
  advantages: tf.Tensor2D,
  threshold: number,
  masks: Masks,
): tf.Tensor => {
  const gap = tf.sub(samplingLogProbs, logProbs)
  const known = choose(tf.isNaN(gap), 0, gap)
  const drift = tf.div(sumOfRows(known, masks), masks.divisors)
  return tf.cast(tf.logicalOr(tf.greaterEqual(advantages, 0), tf.lessEqual(drift, threshold)), 'float32')
}
