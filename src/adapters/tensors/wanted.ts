import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { checkedShape, type TokenOwner } from '../../text-image-matching/token-matrix.js'
import type { TensorDtype } from '../../text-image-matching/token-values.js'

/** What a file is asked for. */
export interface Wanted {
  readonly dtypes: ReadonlySet<TensorDtype>
  /** What NumPy should save instead of another type. */
  readonly saveAs: string
  /** The array as rows and columns, row after row. */
  readonly rowsOf: (shape: ReadonlyArray<number>) => E.Either<RewardError, readonly [rows: number, columns: number]>
}

const FLOATS = ['float64', 'float32', 'float16', 'bfloat16'] as const

/** Tokens: a matrix of floats. */
export const tokensFor = (owner: TokenOwner): Wanted => ({
  dtypes: new Set(FLOATS),
  saveAs: '<f4',
  rowsOf: (shape) => checkedShape(shape, owner),
})

/** A mask: numbers in a row, however many axes of length 1 are in front; whether they are is looked at with the tokens at hand. */
export const MASK: Wanted = {
  dtypes: new Set([...FLOATS, 'bool', 'uint8', 'int8', 'int32', 'int64']),
  saveAs: '|b1',
  rowsOf: (shape) => E.right([1, shape.reduce((count, axis) => count * axis, 1)]),
}

/** An array as it came out of a file, halves widened to float32, in C order. */
export interface StoredArray {
  readonly dtype: TensorDtype
  readonly shape: ReadonlyArray<number>
  readonly rows: readonly [rows: number, columns: number]
  readonly data: ArrayLike<number | bigint>
}
