import * as tf from '@tensorflow/tfjs-core'
import { choose } from '../blocks/choose.js'
import { MOST_DIVERGENCE, MOST_LOG_RATIO } from './constants.js'

/** Estimates of KL(policy ‖ reference) at a token, under verl's names; those with a plus have the gradient of k2. */
export const KL_PENALTIES = ['k1', 'kl', 'abs', 'k2', 'mse', 'k3', 'low_var_kl', 'k1+', 'k3+'] as const

/**
 * The name of an estimate: `kl` is k1, `mse` is k2 and `low_var_kl` is k3.
 *
 * @category model
 * @since 0.5.0
 */
export type KlPenalty = (typeof KL_PENALTIES)[number]

/** An estimate at each token, and its derivative by the policy's log-probability. */
interface Divergence {
  readonly value: tf.Tensor2D
  readonly byLogProb: tf.Tensor2D
}

/** An estimate by l of the policy and f of the reference. */
export const divergence = (kind: KlPenalty, logProbs: tf.Tensor2D, refLogProbs: tf.Tensor2D): Divergence => {
  const gap = tf.sub<tf.Tensor2D>(logProbs, refLogProbs)
  switch (kind) {
    case 'k1':
    case 'kl':
      return { value: gap, byLogProb: tf.onesLike(gap) }
    case 'abs':
      return { value: tf.abs(gap), byLogProb: tf.sign(gap) }
    case 'k2':
    case 'mse':
      return { value: tf.div(tf.square(gap), 2), byLogProb: gap }
    case 'k3':
    case 'low_var_kl':
      return clippedK3(gap)
    case 'k1+':
      return { value: gap, byLogProb: gap }
    case 'k3+':
      return { value: clippedK3(gap).value, byLogProb: gap }
  }
}

/** exp(x) - x - 1 of x = f - l within ±20, itself within ±10; no gradient where one of the two is clipped. */
const clippedK3 = (gap: tf.Tensor2D): Divergence => {
  const x = tf.clipByValue<tf.Tensor2D>(tf.neg(gap), -MOST_LOG_RATIO, MOST_LOG_RATIO)
  const less = tf.expm1(x)
  const full = tf.sub<tf.Tensor2D>(less, x)
  const isInside = tf.logicalAnd(tf.lessEqual(tf.abs(gap), MOST_LOG_RATIO), tf.lessEqual(full, MOST_DIVERGENCE))
  return {
    value: tf.clipByValue(full, -MOST_DIVERGENCE, MOST_DIVERGENCE),
    byLogProb: choose(isInside, tf.neg(less), 0),
  }
}
