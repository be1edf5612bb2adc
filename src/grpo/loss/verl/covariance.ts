import * as tf from '@tensorflow/tfjs-core'
import type { Masks } from '../blocks/masks.js'
import { maskedMean } from './masked-mean.js'

/** Each token's share in the covariance of advantage and log-probability: (A - mean A)(l - mean l). Cui et al. 2025, arXiv 2505.22617. */
export const covariance = (logProbs: tf.Tensor2D, advantages: tf.Tensor2D, masks: Masks): tf.Tensor2D =>
  tf.mul(tf.sub(advantages, maskedMean(advantages, masks)), tf.sub(logProbs, maskedMean(logProbs, masks)))
