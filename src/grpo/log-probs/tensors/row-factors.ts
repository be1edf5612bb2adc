import * as tf from '@tensorflow/tfjs-core'
import type { BackwardInputs } from './call.js'

/** Of each row, [B T, 1]: its largest logit, and what its gradient is made of, e (a + b x) and, in the place of the chosen token, `chosen`. */
export interface RowFactors {
  readonly max: tf.Tensor
  readonly a: tf.Tensor
  readonly b: tf.Tensor
  readonly chosen: tf.Tensor
  /** 1 for the rows that count. */
  readonly mask: tf.Tensor
}

/** See arrays/slope-tokens.ts: the same in tensor operations, on [B T, 1], for backends whose numbers are elsewhere. */
export const rowFactors = (inputs: BackwardInputs, temperature: number): RowFactors => {
  const column = (tensor: tf.Tensor): tf.Tensor => tf.reshape(tensor, [-1, 1])
  const mask = column(inputs.mask)
  const [logProb, entropy, logSum] = [column(inputs.logProbs), column(inputs.entropies), column(inputs.logSum)]
  const [slope, bonus] = [column(inputs.gradLogProbs), column(inputs.gradEntropies)]
  const bend = tf.div(tf.neg(bonus), temperature)
  const straight = tf.div(tf.neg(tf.add(slope, tf.mul(bonus, entropy))), temperature)
  const sum = tf.exp(logSum)
  const bonusChosen = tf.mul(bonus, tf.mul(tf.exp(logProb), tf.add(logProb, entropy)))
  return {
    max: column(inputs.max),
    a: tf.div(tf.sub(straight, tf.mul(bend, logSum)), sum),
    b: tf.div(bend, sum),
    chosen: tf.div(tf.sub(tf.neg(tf.mul(slope, tf.expm1(logProb))), bonusChosen), temperature),
    mask,
  }
}
