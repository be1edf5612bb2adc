import * as tf from '@tensorflow/tfjs-core'
import type { TokenLoss } from './token-loss.js'

/**
 * Weighted log-likelihood: L = -sg(w) A l. No gradient flows through w.
 *
 * CISPO: w the importance weight, cut (by TRL to at most `epsilonHigh`, by verl to [1 - low, 1 + high]): MiniMax-M1 2025, arXiv 2506.13585,
 * Eq. 4. VESPO: w = φ. GPG: w = 1, arXiv 2504.02546.
 *
 * @param weight - w, [B, T] or [B, 1].
 */
export const logProbLoss = (
  weight: tf.Tensor,
  logProbs: tf.Tensor2D,
  advantages: tf.Tensor2D,
): Required<Omit<TokenLoss, 'byLogWeight'>> => {
  const factor = tf.neg(tf.mul(weight, advantages))
  return { value: tf.mul(factor, logProbs), byLogProb: factor }
}
