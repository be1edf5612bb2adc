import * as tf from '@tensorflow/tfjs-core'
import { type Masks, sumOfRows } from '../blocks/masks.js'
import { COUNT_EPSILON } from './constants.js'

/** Σ m x / (Σ m + 1e-8). */
export const maskedMean = (x: tf.Tensor, masks: Masks): tf.Scalar =>
  tf.div(tf.sum(sumOfRows(x, masks)), tf.add(masks.total, COUNT_EPSILON))

/** The same by the number of tokens itself. */
export const plainMean = (x: tf.Tensor, masks: Masks): tf.Scalar =>
  tf.div(tf.sum(sumOfRows(x, masks)), tf.maximum(masks.total, 1))

/** Of each row: Σ_t m x / (n + 1e-8), [B, 1]. */
export const maskedRowMean = (x: tf.Tensor, masks: Masks): tf.Tensor2D =>
  tf.div(sumOfRows(x, masks), tf.add(masks.lengths, COUNT_EPSILON))

/** The share of tokens of which something holds. */
export const shareOf = (condition: tf.Tensor, masks: Masks): tf.Scalar =>
  maskedMean(tf.cast(condition, 'float32'), masks)
