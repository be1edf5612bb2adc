import type { TokenValues } from '../token-matrix.js'

/** Rows that are multiplied at once. */
export const BLOCK_ROWS = 4

/** Some rows of one width, to be held. It is known again by its identity: who changes the numbers makes a new one. */
export interface RowSet {
  readonly data: TokenValues
  readonly count: number
}

/**
 * Sums of products of rows, in float64: over the even and over the odd columns apart, which are added at the end. Both implementations
 * add in this order, and give the same numbers to the last bit.
 */
export interface DotProducts {
  /** How many rows of a width can be held; 0 where a row is too long. */
  readonly capacity: (width: number) => number
  /**
   * Sums of products of `count` rows, 4 at most, with all the rows held: result[r * stride + k]. They are overwritten by the next call. Rows
   * that are held already are not taken in again.
   */
  readonly multiply: (rows: TokenValues, count: number, held: RowSet, width: number) => Sums
}

/** See {@link DotProducts}. */
export interface Sums {
  readonly values: Float64Array
  readonly stride: number
}
