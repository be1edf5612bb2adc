import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'

/** Rows and columns of image tokens. */
export interface GridSize {
  readonly rows: number
  readonly columns: number
}

/** How image tokens lie over the image, row by row from the top left. */
export interface TokenGrid extends GridSize {
  /** Nothing said how, and their count is no square: they stand in one row, which says nothing of where in the image they are. */
  readonly isUnknown: boolean
}

/**
 * The grid of so many image tokens.
 *
 * @param asked - By an option; one of another count is left to whoever asked to be told of.
 * @param field - `imageGrid` of the sample.
 * @returns Left for a field that is no grid of them.
 */
export const gridOf = (
  count: number,
  asked: GridSize | undefined,
  field: unknown,
): E.Either<RewardError, TokenGrid> => {
  if (asked !== undefined) return E.right({ ...asked, isUnknown: false })
  if (field === undefined || field === null) return E.right(squareOf(count))
  const [rows, columns, ...more] = Array.isArray(field) ? (field as ReadonlyArray<unknown>) : []
  if (isSize(rows) && isSize(columns) && more.length === 0 && rows * columns === count) {
    return E.right({ rows, columns, isUnknown: false })
  }
  const expected = `[rows, columns] of ${count} image tokens`
  return E.left({ _tag: 'InvalidInput', reward: 'explain', field: 'imageGrid', expected, received: shown(field) })
}

/** A square, else one row. */
export const squareOf = (count: number): TokenGrid => {
  const side = Math.round(Math.sqrt(count))
  return side * side === count
    ? { rows: side, columns: side, isUnknown: false }
    : { rows: 1, columns: count, isUnknown: true }
}

const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 1

const shown = (field: unknown): string =>
  Array.isArray(field) && field.length <= 4 ? `[${field.map(describe).join(', ')}]` : describe(field)

/** Where a token lies, counted from 1 as people do. */
export const placeIn = ({ columns }: GridSize, token: number): { readonly row: number; readonly column: number } => ({
  row: Math.floor(token / columns) + 1,
  column: (token % columns) + 1,
})
