import * as tf from '@tensorflow/tfjs-core'
import { sumOfRows, type Masks } from '../blocks/masks.js'

/**
 * What the entropy bonus takes off the loss: coef · Σ m e H / max(Σ m e, 1), e the top-entropy mask or 1.
 *
 * @returns The bonus, and its gradient with respect to H, [B, T].
 */
export const entropyBonus = (
  entropies: tf.Tensor2D,
  entropyMask: tf.Tensor2D | undefined,
  coef: number,
  masks: Masks,
): { readonly bonus: tf.Scalar; readonly gradient: tf.Tensor2D } => {
  const kept = entropyMask ?? masks.ones
  const perToken = tf.div<tf.Scalar>(coef, tf.maximum(tf.sum(kept), 1))
  const sum = tf.sum<tf.Scalar>(sumOfRows(tf.mul(entropies, kept), masks))
  return { bonus: tf.mul(sum, perToken), gradient: tf.mul(kept, perToken) }
}
