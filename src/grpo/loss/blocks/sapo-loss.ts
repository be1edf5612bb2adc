import * as tf from '@tensorflow/tfjs-core'
import { choose } from './choose.js'
import { scaled } from './scaled.js'
import type { TokenLoss } from './token-loss.js'

/**
 * SAPO: L = -A (4 / k) σ(k (ρ - 1)), a soft gate in place of the clip; k is `positive` where A > 0, else `negative`.
 *
 * ∂L / ∂ log ρ = -4 A σ (1 - σ) ρ, which is -A at ρ = 1. Gao et al. 2025, arXiv 2511.20347.
 */
export const sapoLoss = (
  weight: tf.Tensor2D,
  advantages: tf.Tensor2D,
  { positive, negative }: { readonly positive: number; readonly negative: number },
): Required<Omit<TokenLoss, 'byLogProb'>> => {
  const k = choose(tf.greater(advantages, 0), positive, negative)
  const x = tf.mul(k, tf.sub(weight, 1))
  const gate = tf.sigmoid(x)
  const slope = scaled(weight, tf.mul(gate, tf.sigmoid(tf.neg(x))))
  return {
    value: tf.mul(tf.div(gate, k), tf.mul(advantages, -4)),
    byLogWeight: tf.mul(slope, tf.mul(advantages, -4)),
  }
}
