import * as tf from '@tensorflow/tfjs-core'
import { scaled } from './scaled.js'
import { type Masks, sumOfRows } from './masks.js'

/** How much more likely the policy is to write what was written than the policy that wrote it. */
export interface ImportanceWeight {
  /** log ρ, [B, T], or [B, 1] where there is one a completion. */
  readonly log: tf.Tensor2D
  /** ρ. */
  readonly value: tf.Tensor2D
  /** From the gradient of the loss with respect to each use of log ρ, [B, T], to that with respect to the log-probabilities. */
  readonly pullBack: (gradient: tf.Tensor2D) => tf.Tensor2D
}

/** ρ[i,t] = exp(l - o), d = l - o. */
export const tokenWeight = (logRatio: tf.Tensor2D): ImportanceWeight => ({
  log: logRatio,
  value: tf.exp(logRatio),
  pullBack: (gradient) => gradient,
})

/** GSPO: ρ[i] = exp(Σ_t m d / max(n, 1)). The gradient flows through the mean. Zheng et al. 2025, arXiv 2507.18071. */
export const sequenceWeight = (logRatio: tf.Tensor2D, masks: Masks): ImportanceWeight => {
  const log = tf.div<tf.Tensor2D>(sumOfRows(logRatio, masks), masks.divisors)
  return {
    log,
    value: tf.exp(log),
    pullBack: (gradient) => scaled(tf.div(tf.sum(gradient, 1, true), masks.divisors), masks.ones),
  }
}
