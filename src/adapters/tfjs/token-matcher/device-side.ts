import * as tf from '@tensorflow/tfjs-core'
import { rowSums } from './row-sums.js'

/** Tokens of a side on a device, ready to be compared. */
export interface DeviceSide {
  /** [n, d]: the tokens, each times a power of two, so that no square of it overflows or vanishes. Those that do not count are 0. */
  readonly rows: tf.Tensor2D
  /** These powers, [n, 1]. */
  readonly scale: tf.Tensor2D
  /** Σ x² of `rows`, [n, 1]: NaN or infinite where a token is. */
  readonly squares: tf.Tensor2D
  /** 1 / max(length, ε) of `rows`, ε scaled as they are, [n, 1]. */
  readonly inverse: tf.Tensor2D
  /** 1 where the length is above ε, else 0, [n, 1]. */
  readonly isLong: tf.Tensor2D
  /** 1 for each token that counts, else 0, [n, 1]; nothing where all of them do. */
  readonly counts: tf.Tensor2D | undefined
}

/** Which rows of a tensor count: some by number, or those with a 1 in a tensor that is not read here. */
export interface DeviceMask {
  readonly kept?: Int32Array | undefined
  readonly flags?: tf.Tensor | undefined
}

/** The least length that a row is divided by, as in `tokenRows`. */
const EPSILON = 1e-12

/** Rows whose largest number is beyond these are scaled. */
const LARGE = 2 ** 40
const SMALL = 2 ** -40
const SHRINK = 2 ** -80
const GROW = 2 ** 80

/** The rows that count of [n, d], or of [1, n, d]; with flags all rows. */
export const deviceSide = (tokens: tf.Tensor, { kept, flags }: DeviceMask): DeviceSide => {
  const [count = 0, width = 0] = tokens.shape.slice(-2)
  const all: tf.Tensor2D = tf.reshape(tokens, [count, width])
  const chosen = kept === undefined ? all : tf.gather(all, tf.tensor1d(kept, 'int32'))
  const counts = flags && tf.cast<tf.Tensor2D>(tf.reshape(flags, [count, 1]), 'float32')
  // Chosen and not multiplied: there may be a NaN in a row that does not count.
  const counted = counts === undefined ? chosen : tf.where(tf.equal(counts, 1), chosen, tf.zerosLike(chosen))
  const largest = tf.max<tf.Tensor2D>(tf.abs(counted), 1, true)
  const small = tf.where<tf.Tensor2D>(tf.less(largest, SMALL), GROW, 1)
  const scale = tf.where<tf.Tensor2D>(tf.greater(largest, LARGE), SHRINK, small)
  const rows = tf.mul<tf.Tensor2D>(counted, scale)
  const squares = rowSums(tf.square(rows))
  const [length, least] = [tf.sqrt(squares), tf.mul<tf.Tensor2D>(scale, EPSILON)]
  const inverse = tf.reciprocal(tf.maximum<tf.Tensor2D>(length, least))
  return { rows, scale, squares, inverse, isLong: tf.cast(tf.greater(length, least), 'float32'), counts }
}

/** The rows divided by their length: what is compared. */
export const unitRows = ({ rows, inverse }: DeviceSide): tf.Tensor2D => tf.mul(rows, inverse)
