import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import type { RowSet } from './dots/dot-products.js'
import { type KeptTokens, keptValues } from './kept-tokens.js'
import type { Steps } from '../core/steps.js'
import type { TokenValues } from './token-matrix.js'

/** Tokens ready to be compared: finite, those that count alone, with the squares of their lengths. */
export interface TokenRows extends RowSet {
  readonly width: number
  /** Σ x² of each row, at least {@link EPSILON}²: the product of two of them is finite. */
  readonly squares: Float64Array
  /** The rows of the matrix that they were; nothing where all are. */
  readonly kept: Int32Array | undefined
}

/** The least length that a row is divided by: that of torch's `F.normalize`, which the released code calls. */
const EPSILON = 1e-12

/** Rows whose squares sum up to more are made smaller first, so that no product of two sums overflows. Only float64 has such numbers. */
const LARGE = 2 ** 500

/** Numbers between two yields. */
const STEP = 2 ** 19

/** Tells of a number that is NaN or infinite, and where it stood. */
export type NonFiniteAt = (value: number, row: number, column: number) => RewardError

/** The rows of a matrix that count, each looked at. */
export function* tokenRows(given: KeptTokens, nonFinite: NonFiniteAt): Steps<E.Either<RewardError, TokenRows>> {
  const { tokens, kept } = given
  const [all, width] = tokens.shape
  const count = kept === undefined ? all : kept.length
  let data = keptValues(given)
  const squares = new Float64Array(count)
  const stepRows = Math.ceil(STEP / width)
  for (let r = 0; r < count; r++) {
    if (r % stepRows === stepRows - 1) yield
    let square = sumOfSquares(data, r * width, width)
    // Written so that NaN is found, too.
    if (!(square <= LARGE)) {
      const odd = data.subarray(r * width, (r + 1) * width).findIndex((value) => !Number.isFinite(value))
      if (odd >= 0) return E.left(nonFinite(data[r * width + odd] as number, kept?.[r] ?? r, odd))
      if (data.buffer === tokens.data.buffer) data = data.slice()
      scaleDown(data.subarray(r * width, (r + 1) * width))
      square = sumOfSquares(data, r * width, width)
    }
    squares[r] = Math.max(square, EPSILON ** 2)
  }
  return E.right({ data, count, width, squares, kept })
}

/** Added up as products of two rows are: so the cosine of a row with itself is exactly 1. */
const sumOfSquares = (data: TokenValues, from: number, width: number): number => {
  let even = 0
  let odd = 0
  const end = from + width - (width % 2)
  for (let i = from; i < end; i += 2) {
    const a = data[i] as number
    const b = data[i + 1] as number
    even += a * a
    odd += b * b
  }
  if (width % 2 === 1) even += (data[end] as number) ** 2
  return even + odd
}

/** Divides by a power of two, which changes no cosine. */
const scaleDown = (row: TokenValues): void => {
  let largest = 0
  for (const value of row) largest = Math.max(largest, Math.abs(value))
  const factor = 2 ** -Math.ceil(Math.log2(largest))
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) * factor
}
