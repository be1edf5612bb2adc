import * as tf from '@tensorflow/tfjs-core'
import { choose } from './choose.js'
import { type Masks, sumOfRows } from './masks.js'

/** Mean over the tokens that count: Σ m x / max(Σ m, 1). With one column it is the mean over all rows, as TRL logs it. */
export const tokenMean = (x: tf.Tensor, masks: Masks): tf.Scalar =>
  x.shape[1] === 1 ? tf.mean(x) : tf.div(tf.sum(sumOfRows(x, masks)), tf.maximum(masks.total, 1))

/** Least and greatest of the rows' means; NaN where no row has a token that counts. With one column: of the values, all rows looked at. */
export const extremeRowMeans = (
  x: tf.Tensor,
  masks: Masks,
): { readonly least: tf.Scalar; readonly greatest: tf.Scalar } => {
  if (x.shape[1] === 1) return { least: tf.min(x), greatest: tf.max(x) }
  const means = tf.div(sumOfRows(x, masks), masks.divisors)
  const isCounted = tf.greater(masks.lengths, 0)
  const among = (row: tf.Scalar): tf.Scalar => tf.reshape(choose(tf.greater(masks.total, 0), row, NaN), [])
  return {
    least: among(tf.min(choose(isCounted, means, Infinity))),
    greatest: among(tf.max(choose(isCounted, means, -Infinity))),
  }
}
