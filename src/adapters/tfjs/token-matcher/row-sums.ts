import * as tf from '@tensorflow/tfjs-core'

/** Numbers that are added one after another at the end. */
const GROUP = 8

/**
 * The sum of each row of [n, d], as [n, 1]: the second half of the columns is added to the first until 8 are left. Added one by one in float32, like
 * numbers drift: by 1.5e-5 of the whole at a width of 2048. Each step is a plain sum of two matrices, for which every backend is fast.
 */
export const rowSums = (rows: tf.Tensor2D): tf.Tensor2D => {
  let sums = rows
  if (sumsInDouble()) return tf.sum(sums, 1, true)
  for (let width = sums.shape[1]; width > GROUP; width = sums.shape[1]) {
    const half = Math.floor(width / 2)
    const first = tf.add<tf.Tensor2D>(columnsOf(sums, 0, half), columnsOf(sums, half, half))
    sums = width % 2 === 0 ? first : tf.concat([first, columnsOf(sums, width - 1, 1)], 1)
  }
  return tf.sum(sums, 1, true)
}

/** Whether sums are taken in float64: the backend in plain JavaScript does so, and cuts matrices up number by number. */
export const sumsInDouble = (): boolean => tf.getBackend() === 'cpu'

/** Some columns of a matrix. */
export const columnsOf = (matrix: tf.Tensor2D, from: number, count: number): tf.Tensor2D =>
  tf.slice(matrix, [0, from], [matrix.shape[0], count])
