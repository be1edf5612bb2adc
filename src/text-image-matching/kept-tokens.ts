import type { TokenMatrix, TokenValues } from './token-matrix.js'

/**
 * Tokens to be compared: a matrix, and the rows of it that count.
 *
 * @category model
 * @since 0.5.0
 */
export interface KeptTokens {
  readonly tokens: TokenMatrix
  /** Rows of the matrix in rising order, at least one; nothing where all count. */
  readonly kept: Int32Array | undefined
}

/** The rows that count, one behind another: a view of the matrix where they lie so, else a copy. */
export const keptValues = ({ tokens: { shape, data }, kept }: KeptTokens): TokenValues => {
  if (kept === undefined) return data
  const [, width] = shape
  const [first, last] = [kept[0] as number, kept.at(-1) as number]
  return last - first + 1 === kept.length
    ? data.subarray(first * width, (last + 1) * width)
    : gathered(data, kept, width)
}

const gathered = (data: TokenValues, kept: Int32Array, width: number): TokenValues => {
  const rows =
    data instanceof Float32Array ? new Float32Array(kept.length * width) : new Float64Array(kept.length * width)
  kept.forEach((row, i) => rows.set(data.subarray(row * width, (row + 1) * width), i * width))
  return rows
}
