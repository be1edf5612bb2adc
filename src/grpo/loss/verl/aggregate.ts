import * as tf from '@tensorflow/tfjs-core'
import type { Masks } from '../blocks/masks.js'
import { COUNT_EPSILON } from './constants.js'
import type { LossAggMode } from './options.js'

/**
 * What a token's loss is multiplied by when losses are summed up, [B, T], 0 where m = 0. R: rows with a token that counts.
 *
 * | mode | w |
 * | --- | --- |
 * | token-mean | m / Σ m |
 * | seq-mean-token-sum | m / R |
 * | seq-mean-token-mean | m / ((n + 1e-8) R) |
 * | seq-mean-token-sum-norm | m / T, or m / scaleFactor |
 *
 * Where nothing counts all are 0; in verl 0 / 0.
 */
export const aggregationWeights = (
  mode: LossAggMode,
  scaleFactor: number | null,
  { ones, columns, lengths, total }: Masks,
): tf.Tensor2D => {
  const rows = tf.maximum(tf.sum(tf.cast(tf.greater(lengths, 0), 'float32')), 1)
  switch (mode) {
    case 'token-mean':
      return tf.div(ones, tf.maximum(total, 1))
    case 'seq-mean-token-sum':
      return tf.div(ones, rows)
    case 'seq-mean-token-mean':
      return tf.div(ones, tf.mul(tf.add(lengths, COUNT_EPSILON), rows))
    case 'seq-mean-token-sum-norm':
      return tf.div(ones, scaleFactor ?? columns)
  }
}
