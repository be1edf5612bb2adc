import * as tf from '@tensorflow/tfjs-core'
import { columnsOf, sumsInDouble } from './row-sums.js'

/** Columns that are multiplied at once. */
const MOST_COLUMNS = 1024

/**
 * A Bᵀ, in blocks of columns. Of 2000 columns and more the backend `webgpu` (4.22) makes several sums side by side for a small result, which are wrong
 * where B is to be transposed, and come in another order each time where it is not. Shorter sums drift less, too.
 */
export const productsOf = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D => {
  const width = a.shape[1]
  if (width <= MOST_COLUMNS || sumsInDouble()) return tf.matMul(a, b, false, true)
  let sum = productsOf(columnsOf(a, 0, MOST_COLUMNS), columnsOf(b, 0, MOST_COLUMNS))
  for (let from = MOST_COLUMNS; from < width; from += MOST_COLUMNS) {
    const count = Math.min(MOST_COLUMNS, width - from)
    sum = tf.add(sum, tf.matMul(columnsOf(a, from, count), columnsOf(b, from, count), false, true))
  }
  return sum
}
