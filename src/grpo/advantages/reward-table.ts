import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import { type Argument, isMatrixData, type Matrix, readMatrix } from '../masks/matrix.js'
import { wrongInput } from '../masks/wrong.js'

/**
 * What the reward functions said of N completions, group by group: rows gG to gG + G - 1 answer one prompt.
 *
 * Rows of K numbers, one a reward function; or a {@link Matrix} [N, K]; or, of a single function, N numbers. null and NaN stand for a reward that
 * does not apply to this completion.
 *
 * @category model
 * @since 0.5.0
 */
export type Rewards =
  ReadonlyArray<ArrayLike<number | null>> | ReadonlyArray<number | null> | Float64Array | Float32Array | Matrix

/** The same by reward function: K arrays of N numbers each, NaN for what is missing. */
export interface RewardTable {
  readonly rows: number
  readonly columns: ReadonlyArray<Float64Array>
}

export const readRewards = (argument: Argument, rewards: unknown): E.Either<RewardError, RewardTable> => {
  const { owner, name } = argument
  if (isMatrixData(rewards)) return fromNumbers(argument, rewards)
  if (!Array.isArray(rewards)) return E.chain(byColumn(argument))(readMatrix(argument, rewards))
  if (rewards.length === 0) return E.left(wrongInput(owner, name, 'at least one completion', 'none'))
  const [first] = rewards as ReadonlyArray<unknown>
  return Array.isArray(first) || isMatrixData(first) ? fromRows(argument, rewards) : fromNumbers(argument, rewards)
}

const EXPECTED = 'finite numbers, null or NaN'

const isReward = (value: unknown): boolean => value === null || (typeof value === 'number' && !isInfinite(value))

const isInfinite = (value: number): boolean => value === Infinity || value === -Infinity

const fromNumbers = (argument: Argument, numbers: ArrayLike<unknown>): E.Either<RewardError, RewardTable> => {
  const { length } = numbers
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongInput(argument.owner, argument.name, expected, received))
  if (length === 0) return wrong('at least one completion', 'none')
  const isFloat64 = numbers instanceof Float64Array
  const column = isFloat64 ? numbers : new Float64Array(length)
  for (let i = 0; i < length; i++) {
    const value = numbers[i]
    if (!isReward(value)) return wrong(EXPECTED, `${describe(value)} at ${i}`)
    if (!isFloat64) column[i] = value === null ? NaN : (value as number)
  }
  return E.right({ rows: length, columns: [column] })
}

const fromRows = (argument: Argument, given: ReadonlyArray<unknown>): E.Either<RewardError, RewardTable> => {
  const rows = given.length
  const width = (given[0] as ArrayLike<unknown>).length
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongInput(argument.owner, argument.name, expected, received))
  if (width === 0) return wrong('rows of at least one reward', 'an empty row at 0')
  const columns = Array.from({ length: width }, () => new Float64Array(rows))
  for (let i = 0; i < rows; i++) {
    const row = given[i]
    if (!Array.isArray(row) && !isMatrixData(row)) return wrong(`rows of ${width} rewards`, `${describe(row)} at ${i}`)
    if (row.length !== width) return wrong(`rows of ${width} rewards`, `${row.length} at ${i}`)
    for (let k = 0; k < width; k++) {
      const value: unknown = row[k]
      if (!isReward(value)) return wrong(EXPECTED, `${describe(value)} at [${i}][${k}]`)
      ;(columns[k] as Float64Array)[i] = value === null ? NaN : (value as number)
    }
  }
  return E.right({ rows, columns })
}

const byColumn =
  ({ owner, name }: Argument) =>
  ({ shape, data }: Matrix<Float64Array>): E.Either<RewardError, RewardTable> => {
    const [rows, width] = shape
    for (let at = 0; at < data.length; at++) {
      if (!isInfinite(data[at] as number)) continue
      const place = `[${Math.floor(at / width)}][${at % width}]`
      return E.left(wrongInput(owner, name, EXPECTED, `${data[at] as number} at ${place}`))
    }
    if (width === 1) return E.right({ rows, columns: [data] })
    const columns = Array.from({ length: width }, (_, k) => {
      const column = new Float64Array(rows)
      for (let i = 0; i < rows; i++) column[i] = data[i * width + k] as number
      return column
    })
    return E.right({ rows, columns })
  }
