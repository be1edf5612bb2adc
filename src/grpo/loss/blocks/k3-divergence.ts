import * as tf from '@tensorflow/tfjs-core'
import { type Masks, whereToken } from './masks.js'
import type { TokenLoss } from './token-loss.js'

/** k3, and x = f - l. */
interface K3 extends Required<Omit<TokenLoss, 'byLogWeight'>> {
  readonly gap: tf.Tensor2D
}

/** k3 = exp(f - l) - (f - l) - 1, f of the reference: an estimate of KL(policy ‖ reference) that is never negative. Schulman 2020. */
export const k3Divergence = (logProbs: tf.Tensor2D, refLogProbs: tf.Tensor2D, masks: Masks): K3 => {
  const x = whereToken(tf.sub(refLogProbs, logProbs), masks)
  const less = tf.expm1(x)
  return { value: tf.sub(less, x), byLogProb: tf.neg(less), gap: x }
}
