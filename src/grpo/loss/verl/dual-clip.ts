import * as tf from '@tensorflow/tfjs-core'
import { choose } from '../blocks/choose.js'
import type { TokenLoss } from '../blocks/token-loss.js'

/** Caps the loss of tokens with A < 0 at -A c: where it is capped there is no gradient. Ye et al. 2020, arXiv 1912.09729, Eq. 3. */
export const dualClip = (
  { value, byLogWeight }: Required<Omit<TokenLoss, 'byLogProb'>>,
  advantages: tf.Tensor2D,
  c: number,
): { readonly term: TokenLoss; readonly isCapped: tf.Tensor } => {
  const most = tf.mul(advantages, -c)
  const isCapped = tf.logicalAnd(tf.less(advantages, 0), tf.greater(value, most))
  return {
    term: { value: choose(isCapped, most, value), byLogWeight: choose(isCapped, 0, byLogWeight) },
    isCapped,
  }
}
