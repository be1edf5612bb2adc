import * as tf from '@tensorflow/tfjs-core'
import { tokenWeight } from '../blocks/importance-weight.js'
import { k3Divergence } from '../blocks/k3-divergence.js'
import { masksOf, sumOfRows, whereToken } from '../blocks/masks.js'
import { scaled } from '../blocks/scaled.js'
import { addLosses, type LossOf, sumUp } from '../blocks/token-loss.js'
import type { Checked } from '../inputs/read-inputs.js'
import { toTensor } from '../inputs/to-tensor.js'

/** Mean over the rows of a row's mean loss, -(A ρ - β k3), and the same mean of k3. A row without a token adds 0. */
export const branchTerms = (inputs: Checked, beta: number): LossOf & { readonly kl?: tf.Scalar } => {
  const masks = masksOf(inputs)
  const logProbs = toTensor(inputs.logProbs)
  const oldLogProbs = inputs.oldLogProbs === undefined ? logProbs : toTensor(inputs.oldLogProbs)
  const weight = tokenWeight(whereToken(tf.sub(logProbs, oldLogProbs), masks))
  const weights = tf.div<tf.Tensor2D>(masks.ones, tf.mul(masks.divisors, masks.rows))
  const gain = tf.neg(scaled(weight.value, toTensor(inputs.advantages)))
  const policy = sumUp({ value: gain, byLogWeight: gain }, weights, weight)
  if (beta === 0 || inputs.refLogProbs === undefined) return policy
  const { value, byLogProb } = k3Divergence(logProbs, toTensor(inputs.refLogProbs), masks)
  const divergence = { value: tf.mul(value, beta), byLogProb: tf.mul(byLogProb, beta) }
  return {
    ...addLosses(policy, sumUp(divergence, weights, weight)),
    kl: tf.sum(sumOfRows(tf.mul(value, weights), masks)),
  }
}
