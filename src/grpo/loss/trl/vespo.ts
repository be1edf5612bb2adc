import * as tf from '@tensorflow/tfjs-core'
import { choose } from '../blocks/choose.js'
import { type Masks, sumOfRows, whereToken } from '../blocks/masks.js'

/** Log-ratios and their sums go no higher. */
const MOST = 20
/** Weights of completions go no lower. */
const LEAST_WEIGHT = 1e-8
/** λ is at least this. */
const LEAST_LAMBDA = 1e-4

/** k and λ for advantages of at least 0, and for negative ones. */
interface VespoConstants {
  readonly kPos: number
  readonly lambdaPos: number
  readonly kNeg: number
  readonly lambdaNeg: number
}

/**
 * VESPO's weight of a completion: φ = exp(λ + k q - λ exp(q)), q = log of its importance weight, within [log 1e-8, 20]; not finite: 0.
 *
 * q sums over the tokens the log-ratios that count, each within ±20, and log W of the inference correction: as in TRL the latter is not
 * masked, and is 0 where there is no token. No gradient flows through φ.
 *
 * @param importanceWeights - W, [B, T] or [B, 1].
 * @returns [B, 1]; [B, T] where each token has an advantage.
 */
export const vespoWeight = (
  logRatio: tf.Tensor2D,
  advantages: tf.Tensor2D,
  importanceWeights: tf.Tensor2D | undefined,
  constants: VespoConstants,
  masks: Masks,
): tf.Tensor => {
  const sum = sumOfRows(tf.clipByValue(logRatio, -MOST, MOST), masks)
  const corrected = importanceWeights === undefined ? sum : tf.add(sum, logOfRows(importanceWeights, masks))
  const q = tf.clipByValue(corrected, Math.log(LEAST_WEIGHT), MOST)
  const bySign = (positive: number, negative: number): tf.Tensor =>
    choose(tf.greaterEqual(advantages, 0), positive, negative)
  const { kPos, lambdaPos, kNeg, lambdaNeg } = constants
  const lambda = bySign(Math.max(lambdaPos, LEAST_LAMBDA), Math.max(lambdaNeg, LEAST_LAMBDA))
  const exponent = tf.add(lambda, tf.sub(tf.mul(bySign(kPos, kNeg), q), tf.mul(lambda, tf.exp(q))))
  const phi = tf.exp(exponent)
  return choose(tf.isFinite(phi), phi, 0)
}

/** Σ_t log W, each within [log 1e-8, 20]; a weight of the completion counts once. */
const logOfRows = (weights: tf.Tensor2D, masks: Masks): tf.Tensor2D => {
  const log = tf.log<tf.Tensor2D>(tf.clipByValue(weights, LEAST_WEIGHT, Math.exp(MOST)))
  const isByToken = weights.shape[1] === masks.columns
  return isByToken ? tf.sum<tf.Tensor2D>(whereToken(log, masks), 1, true) : log
}
