import * as tf from '@tensorflow/tfjs-core'
import { clippedLoss } from '../blocks/clipped-loss.js'
import { masksOf, sumOfRows } from '../blocks/masks.js'
import { scaled } from '../blocks/scaled.js'
import type { Checked } from '../inputs/read-inputs.js'
import { toTensor } from '../inputs/to-tensor.js'
import type { LossTerms } from '../rim/loss-terms.js'
import { clipShares } from '../trl/clip-shares.js'

/** How far below and above 1 the weight of a completion may go. */
export interface RlooSettings {
  readonly epsilon: number
  readonly epsilonHigh: number
}

/**
 * Mean over all rows of -min(R A, clip(R, 1 - low, 1 + high) A), R = exp(Σ_t m (l - o)), and its gradient: -R A m / B in a row where R A is the
 * lesser one or both are equal, else 0. Runs within the caller's `tidy`.
 */
export const rlooTerms = (inputs: Checked, { epsilon: low, epsilonHigh: high }: RlooSettings): LossTerms => {
  const masks = masksOf(inputs)
  const logProbs = toTensor(inputs.logProbs)
  const oldLogProbs = inputs.oldLogProbs === undefined ? logProbs : toTensor(inputs.oldLogProbs)
  const advantages = toTensor(inputs.advantages)
  const weight = tf.exp<tf.Tensor2D>(sumOfRows(tf.sub(logProbs, oldLogProbs), masks))
  const range = { low, high, delta: null }
  const { value, byLogWeight } = clippedLoss(weight, advantages, range)
  return {
    loss: tf.mean(value),
    gradients: [scaled(tf.div(byLogWeight, masks.rows), masks.ones)],
    metrics: clipShares(weight, advantages, range, masks),
  }
}
