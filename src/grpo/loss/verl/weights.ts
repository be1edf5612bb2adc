import * as tf from '@tensorflow/tfjs-core'
import { choose } from '../blocks/choose.js'
import { type ImportanceWeight, tokenWeight } from '../blocks/importance-weight.js'
import { type Masks, sumOfRows } from '../blocks/masks.js'
import { MOST_LOG_RATIO, MOST_MEAN_LOG_RATIO } from './constants.js'

/** ρ = exp(d), d clipped to ±20; no gradient where it is clipped. */
export const boundedWeight = (logRatio: tf.Tensor2D): ImportanceWeight => {
  const isInside = tf.lessEqual(tf.abs(logRatio), MOST_LOG_RATIO)
  return {
    ...tokenWeight(tf.clipByValue(logRatio, -MOST_LOG_RATIO, MOST_LOG_RATIO)),
    pullBack: (gradient) => choose(isInside, gradient, 0),
  }
}

/** One weight a completion, exp(min(10, mean d)), with the gradient of a token's own: d ρ / d l[t] = ρ, at each token. */
export const tokenwiseSequenceWeight = (logRatio: tf.Tensor2D, masks: Masks): ImportanceWeight => {
  const mean = tf.div<tf.Tensor2D>(sumOfRows(logRatio, masks), masks.divisors)
  const log = tf.minimum<tf.Tensor2D>(mean, MOST_MEAN_LOG_RATIO)
  const isInside = tf.lessEqual(mean, MOST_MEAN_LOG_RATIO)
  return { log, value: tf.exp(log), pullBack: (gradient) => choose(isInside, gradient, 0) }
}
