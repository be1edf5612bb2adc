import * as tf from '@tensorflow/tfjs-core'
import type { Masks } from '../blocks/masks.js'

/**
 * Each token's share in the covariance of advantage and log-probability: (A - mean A)(l - mean l). Cui et al. 2025, arXiv 2505.22617.
 *
 * @param mean - Over the tokens that count, with verl's epsilon or without.
 */
export const covariance = (
  logProbs: tf.Tensor2D,
  advantages: tf.Tensor2D,
  masks: Masks,
  mean: (x: tf.Tensor, masks: Masks) => tf.Scalar,
): tf.Tensor2D => tf.mul(tf.sub(advantages, mean(advantages, masks)), tf.sub(logProbs, mean(logProbs, masks)))
