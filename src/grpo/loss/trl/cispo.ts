import * as tf from '@tensorflow/tfjs-core'
import type { TokenLoss } from '../blocks/token-loss.js'

/**
 * CISPO: L = -sg(min(ρ, cap)) A l. The weight is cut, the gradient never is. MiniMax-M1 2025, arXiv 2506.13585, Eq. 4.
 *
 * TRL passes `epsilonHigh` as the cap itself, not 1 + epsilonHigh, and has no lower one.
 */
export const cispoLoss = (
  weight: tf.Tensor2D,
  logProbs: tf.Tensor2D,
  advantages: tf.Tensor2D,
  cap: number,
): Required<Omit<TokenLoss, 'byLogWeight'>> => {
  const factor = tf.neg(tf.mul(tf.minimum(weight, cap), advantages))
  return { value: tf.mul(factor, logProbs), byLogProb: factor }
}
