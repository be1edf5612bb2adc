import * as tf from '@tensorflow/tfjs-core'
import { type Masks, whereToken } from '../blocks/masks.js'
import { scaled } from '../blocks/scaled.js'
import type { LossOf } from '../blocks/token-loss.js'
import { COUNT_EPSILON, WEIGHT_EPSILON } from './constants.js'
import { maskedMean, maskedRowMean, shareOf } from './masked-mean.js'
import type { MetricTensors } from '../rim/loss-terms.js'

/**
 * GMPO: mean over all rows of -A_i ρ_i, ρ_i the geometric mean of the tokens' weights, each clipped on the side that its advantage favours.
 *
 * ρ_i = exp(mean_t e), e = sign(A) min(sign(A) d, sign(A) clip(d, -low, high)); A_i the mean advantage. Zhao et al. 2025, arXiv 2507.20673.
 *
 * @param importanceWeights - Enter as the geometric mean of a row's.
 */
export const geoMeanLoss = (
  logRatio: tf.Tensor2D,
  advantages: tf.Tensor2D,
  importanceWeights: tf.Tensor2D | undefined,
  { low, high }: { readonly low: number; readonly high: number },
  masks: Masks,
): LossOf & { readonly metrics: MetricTensors } => {
  const sign = tf.sign(advantages)
  const clipped = tf.clipByValue(logRatio, -low, high)
  const [signed, signedClipped] = [tf.mul(sign, logRatio), tf.mul(sign, clipped)]
  const isFree = tf.logicalAnd(tf.lessEqual(signed, signedClipped), tf.notEqual(advantages, 0))
  const rho = tf.exp(maskedRowMean(tf.mul(sign, tf.minimum(signed, signedClipped)), masks))
  const plain = tf.neg(scaled(rho, maskedRowMean(advantages, masks)))
  const perRow = importanceWeights === undefined ? plain : tf.mul(plain, geometricMean(importanceWeights, masks))
  const share = tf.div(tf.cast(tf.logicalAnd(isFree, masks.counts), 'float32'), tf.add(masks.lengths, COUNT_EPSILON))
  const isCut = tf.notEqual(logRatio, clipped)
  return {
    loss: tf.mean(perRow),
    gradient: scaled(tf.div(perRow, masks.rows), share),
    metrics: {
      'actor/pg_clipfrac': shareOf(tf.logicalAnd(isCut, tf.greater(advantages, 0)), masks),
      'actor/ppo_kl': maskedMean(tf.neg(logRatio), masks),
      'actor/pg_clipfrac_lower': shareOf(tf.logicalAnd(isCut, tf.less(advantages, 0)), masks),
    },
  }
}

const geometricMean = (weights: tf.Tensor2D, masks: Masks): tf.Tensor =>
  tf.exp(maskedRowMean(whereToken(tf.log(tf.add(weights, WEIGHT_EPSILON)), masks), masks))
