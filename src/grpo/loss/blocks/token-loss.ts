import * as tf from '@tensorflow/tfjs-core'
import type { ImportanceWeight } from './importance-weight.js'
import { scaled } from './scaled.js'

/**
 * The loss L of each token, [B, T], or of each completion, [B, 1], with its derivatives. It depends on the log-probability l of the token
 * by the importance weight, directly, or by both.
 */
export interface TokenLoss {
  readonly value: tf.Tensor
  /** ∂L / ∂ log ρ. */
  readonly byLogWeight?: tf.Tensor
  /** ∂L / ∂l, ρ held. */
  readonly byLogProb?: tf.Tensor
}

/** A number, and its gradient with respect to the log-probabilities. */
export interface LossOf {
  readonly loss: tf.Scalar
  readonly gradient: tf.Tensor2D
}

/**
 * Σ w L over the tokens, and its gradient.
 *
 * @param weights - What each token's loss is multiplied by, [B, T]; 0 where it does not count.
 */
export const sumUp = (
  { value, byLogWeight, byLogProb }: TokenLoss,
  weights: tf.Tensor2D,
  { pullBack }: Pick<ImportanceWeight, 'pullBack'>,
): LossOf => {
  const paths = [
    ...(byLogWeight === undefined ? [] : [pullBack(scaled(byLogWeight, weights))]),
    ...(byLogProb === undefined ? [] : [scaled(byLogProb, weights)]),
  ]
  return { loss: tf.sum(scaled(value, weights)), gradient: paths.reduce((sum, path) => tf.add(sum, path)) }
}

/** The sum of two losses. */
export const addLosses = (a: LossOf, b: LossOf): LossOf => ({
  loss: tf.add(a.loss, b.loss),
  gradient: tf.add(a.gradient, b.gradient),
})
