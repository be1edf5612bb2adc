import * as tf from '@tensorflow/tfjs-core'
import { choose } from './choose.js'
import { toMask } from '../inputs/to-tensor.js'
import type { Checked } from '../inputs/read-inputs.js'

/** Which tokens there are and which count, [B, T], and how many count. */
export interface Masks {
  readonly rows: number
  readonly columns: number
  /** Tokens of the completion, those of tools included: bool. Elsewhere values are 0 whatever was given. */
  readonly present: tf.Tensor2D
  /** Tokens that count in the loss: bool, and the same as 1 and 0. */
  readonly counts: tf.Tensor2D
  readonly ones: tf.Tensor2D
  /** n: tokens that count in a row, [B, 1]. */
  readonly lengths: tf.Tensor2D
  /** max(n, 1), [B, 1]. */
  readonly divisors: tf.Tensor2D
  /** Tokens that count in all rows. */
  readonly total: tf.Scalar
}

/** The masks of a batch: m = completionMask · toolMask. */
export const masksOf = ({ completionMask, toolMask }: Pick<Checked, 'completionMask' | 'toolMask'>): Masks => {
  const [rows, columns] = completionMask.shape
  const present = toMask(completionMask)
  const counts = toolMask === undefined ? present : tf.logicalAnd<tf.Tensor2D>(present, toMask(toolMask))
  const ones = tf.cast(counts, 'float32')
  const lengths = tf.sum<tf.Tensor2D>(ones, 1, true)
  return { rows, columns, present, counts, ones, lengths, divisors: tf.maximum(lengths, 1), total: tf.sum(ones) }
}

/** Σ_t m x, [B, 1]; x has a value for each token. */
export const sumOfRows = (x: tf.Tensor, { counts }: Masks): tf.Tensor2D =>
  tf.sum<tf.Tensor2D>(choose(counts, x, 0), 1, true)

/** x where there is a token, else another value. */
export const whereToken = (x: tf.Tensor, { present }: Masks, otherwise = 0): tf.Tensor2D =>
  choose(present, x, otherwise)
