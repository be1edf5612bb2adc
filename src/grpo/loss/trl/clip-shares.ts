import * as tf from '@tensorflow/tfjs-core'
import type { Masks } from '../blocks/masks.js'
import type { ClipRange } from '../blocks/clipped-loss.js'
import { extremeRowMeans, tokenMean } from '../blocks/token-mean.js'

/** The shares of tokens that clipping takes out, as TRL logs them. δ has capped the weight before it is looked at. */
export const clipShares = (
  weight: tf.Tensor2D,
  advantages: tf.Tensor2D,
  { low, high, delta }: ClipRange,
  masks: Masks,
): Readonly<Record<string, tf.Scalar>> => {
  const capped = delta === null ? weight : tf.minimum(weight, delta)
  const isLow = tf.logicalAnd(tf.less(capped, 1 - low), tf.less(advantages, 0))
  const isHigh = tf.logicalAnd(tf.greater(capped, 1 + high), tf.greater(advantages, 0))
  const [lows, highs, either] = [isLow, isHigh, tf.logicalOr(isLow, isHigh)].map((is) => tf.cast(is, 'float32')) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ]
  return {
    'clip_ratio/low_mean': tokenMean(lows, masks),
    'clip_ratio/high_mean': tokenMean(highs, masks),
    'clip_ratio/region_mean': tokenMean(either, masks),
    'clip_ratio/low_min': extremeRowMeans(lows, masks).least,
    'clip_ratio/high_max': extremeRowMeans(highs, masks).greatest,
  }
}
