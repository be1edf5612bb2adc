import * as tf from '@tensorflow/tfjs-core'
import { choose } from './choose.js'
import { scaled } from './scaled.js'
import type { TokenLoss } from './token-loss.js'

/** Where the weight is clipped: to [1 - low, 1 + high], and where it is not, to δ at most. */
export interface ClipRange {
  readonly low: number
  readonly high: number
  readonly delta: number | null
}

/**
 * PPO's clipped loss: L = -min(ρ' A, clip(ρ, 1 - low, 1 + high) A), ρ' = min(ρ, δ) where δ is set.
 *
 * ∂L / ∂ log ρ = -ρ A where the lesser of the two moves with ρ, and where both are equal; else 0. So it is 0 where the clip wins, and where δ
 * does: but with δ < 1 + high the second may be the lesser one within the clip range, and then it is -ρ A. Schulman et al. 2017,
 * arXiv 1707.06347, Eq. 7; δ: INTELLECT-2, arXiv 2505.07291.
 *
 * @param weight - ρ, [B, T] or [B, 1].
 * @param advantages - A, [B, 1] or [B, T].
 */
export const clippedLoss = (
  weight: tf.Tensor2D,
  advantages: tf.Tensor2D,
  { low, high, delta }: ClipRange,
): Required<Omit<TokenLoss, 'byLogProb'>> => {
  const free = scaled(weight, advantages)
  const clipped = scaled(tf.clipByValue(weight, 1 - low, 1 + high), advantages)
  if (delta === null) {
    return {
      value: tf.neg(tf.minimum(free, clipped)),
      byLogWeight: tf.neg(choose(tf.lessEqual(free, clipped), free, 0)),
    }
  }
  const capped = scaled(tf.minimum(weight, delta), advantages)
  const isCappedLess = tf.lessEqual(capped, clipped)
  const moves = tf.logicalOr(
    tf.logicalAnd(isCappedLess, tf.lessEqual(weight, delta)),
    tf.logicalAnd(tf.logicalNot(isCappedLess), tf.equal(clipped, free)),
  )
  return {
    value: tf.neg(tf.minimum(capped, clipped)),
    byLogWeight: tf.neg(choose(moves, free, 0)),
  }
}
