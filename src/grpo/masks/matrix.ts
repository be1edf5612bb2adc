import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import { wrongInput } from './wrong.js'

/** The arrays that a matrix may keep its numbers in. */
export type MatrixData = Float64Array | Float32Array | Int32Array | Uint8Array

/**
 * Numbers in rows of one length: a row a completion, and in it a column a token (or a reward function).
 *
 * @category model
 * @since 0.5.0
 */
export interface Matrix<Data extends MatrixData = MatrixData> {
  /** How many rows there are, and how many numbers each has. */
  readonly shape: readonly [rows: number, columns: number]
  /** Row-major, `rows * columns` numbers. */
  readonly data: Data
}

/**
 * What is taken for a matrix: its rows (arrays or typed arrays, all of one length; null stands for NaN), or a {@link Matrix}, which is not
 * copied where its numbers are float64.
 *
 * @category model
 * @since 0.5.0
 */
export type MatrixInput = ReadonlyArray<ArrayLike<number | boolean | null>> | Matrix

/** The argument that is named when it is wrong. */
export interface Argument {
  /** The function it is handed to. */
  readonly owner: string
  readonly name: string
}

export type Shape = Matrix['shape']

/** A matrix of at least one number. NaN and infinities are let through: what they mean is for the reader to say. */
export const readMatrix = (argument: Argument, input: unknown): E.Either<RewardError, Matrix<Float64Array>> =>
  Array.isArray(input) ? fromRows(argument, input) : fromMatrix(argument, input)

/** The same, of a shape that another argument has given. */
export const readMatrixOf = (
  argument: Argument,
  input: unknown,
  shape: Shape,
): E.Either<RewardError, Matrix<Float64Array>> => {
  const matrix = readMatrix(argument, input)
  if (E.isLeft(matrix) || sameShape(matrix.right.shape, shape)) return matrix
  return wrong(argument, `${shown(shape)} numbers`, shown(matrix.right.shape))
}

export const sameShape = (a: Shape, b: Shape): boolean => a[0] === b[0] && a[1] === b[1]

export const shown = ([rows, columns]: Shape): string => `${rows} x ${columns}`

const EXPECTED = 'rows of numbers or {shape, data}'

const wrong = ({ owner, name }: Argument, expected: string, received: string): E.Either<RewardError, never> =>
  E.left(wrongInput(owner, name, expected, received))

const fromRows = (argument: Argument, rows: ReadonlyArray<unknown>): E.Either<RewardError, Matrix<Float64Array>> => {
  const [first] = rows
  if (rows.length === 0) return wrong(argument, 'at least one row', 'none')
  if (!isRow(first)) return wrong(argument, EXPECTED, `${describe(first)} at 0`)
  const columns = first.length
  if (columns === 0) return wrong(argument, 'rows of at least one number', 'an empty row at 0')
  const data = new Float64Array(rows.length * columns)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    if (!isRow(row)) return wrong(argument, `a row of ${columns} numbers`, `${describe(row)} at ${i}`)
    if (row.length !== columns) return wrong(argument, `a row of ${columns} numbers`, `${row.length} at ${i}`)
    for (let j = 0; j < columns; j++) {
      const value = numberOf(row[j])
      if (value === undefined) return wrong(argument, 'numbers', `${describe(row[j])} at [${i}][${j}]`)
      data[i * columns + j] = value
    }
  }
  return E.right({ shape: [rows.length, columns], data })
}

/** A number, null as NaN, a boolean as 0 or 1; nothing for anything else. */
const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value
  if (value === null) return NaN
  return typeof value === 'boolean' ? Number(value) : undefined
}

type Row = ReadonlyArray<unknown> | MatrixData

const isRow = (row: unknown): row is Row => Array.isArray(row) || isMatrixData(row)

export const isMatrixData = (data: unknown): data is MatrixData =>
  data instanceof Float64Array ||
  data instanceof Float32Array ||
  data instanceof Int32Array ||
  data instanceof Uint8Array

const fromMatrix = (argument: Argument, input: unknown): E.Either<RewardError, Matrix<Float64Array>> => {
  if (typeof input !== 'object' || input === null) return wrong(argument, EXPECTED, describe(input))
  const { shape, data } = input as { readonly [K in keyof Matrix]?: unknown }
  if (!isMatrixData(data)) return wrong(argument, EXPECTED, `an object whose data are ${describe(data)}`)
  if (!isShape(shape)) return wrong(argument, 'a shape of two whole numbers, both at least 1', describe(shape))
  const [rows, columns] = shape
  if (data.length !== rows * columns)
    return wrong(argument, `${rows * columns} numbers for ${shown(shape)}`, String(data.length))
  return E.right({ shape: [rows, columns], data: data instanceof Float64Array ? data : Float64Array.from(data) })
}

const isShape = (shape: unknown): shape is Shape =>
  Array.isArray(shape) && shape.length === 2 && shape.every((size) => Number.isSafeInteger(size) && size >= 1)
