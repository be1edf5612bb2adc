import type * as tf from '@tensorflow/tfjs-core'

/**
 * Numbers by token, [B, T]: a tensor, or one array of numbers a row, typed or plain, or numbers row after row with their shape.
 *
 * @category model
 * @since 0.5.0
 */
export type TokenValues =
  | tf.Tensor2D
  | ReadonlyArray<ArrayLike<number | null>>
  | { readonly shape: ReadonlyArray<number>; readonly data: ArrayLike<number | null> }

/**
 * What is true of which token, [B, T]: 1 and 0, or true and false, in the forms of {@link TokenValues}. In a tensor all but 0 is true.
 *
 * @category model
 * @since 0.5.0
 */
export type TokenMask =
  | tf.Tensor2D
  | ReadonlyArray<ArrayLike<number | boolean>>
  | { readonly shape: ReadonlyArray<number>; readonly data: ArrayLike<number | boolean> }

/**
 * A number for each completion, [B] or [B, 1], or for each of its tokens, [B, T].
 *
 * @category model
 * @since 0.5.0
 */
export type RowValues = tf.Tensor1D | ArrayLike<number> | TokenValues

/** Values that were looked at: rows and columns, and the numbers, row after row, or the tensor of the caller. */
export interface Values {
  readonly shape: readonly [rows: number, columns: number]
  readonly source: tf.Tensor | ReadonlyArray<number>
}

/** Whether a value is a tensor, of whichever copy of tfjs. */
export const isTensor = (value: object): value is tf.Tensor =>
  'dtype' in value && 'shape' in value && 'dataSync' in value && typeof value.dataSync === 'function'
