import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'

/** What a trainer says of N completions or of their tokens. */
export interface Claim {
  readonly columns: number
  readonly data: Float64Array
}

const wrong = (field: string, expected: string, received: string): E.Either<RewardError, never> =>
  E.left({ _tag: 'InvalidInput', reward: 'grpo check', field, expected, received })

/**
 * Numbers of a dump, [rows], [rows, 1] or [rows, columns]; null is NaN.
 *
 * @param columns - How many a row may have beside one.
 * @param isByToken - Whether one is not enough.
 * @returns Left `InvalidInput` for another shape, or what is no number.
 */
export const readClaim = (
  name: string,
  value: unknown,
  rows: number,
  columns: number,
  isByToken = false,
): E.Either<RewardError, Claim> => {
  const narrow = columns === 1 ? '1' : `1 or ${columns}`
  const shapes = isByToken ? `${rows} rows of ${columns}` : `${rows} numbers, or ${rows} rows of ${narrow}`
  if (!Array.isArray(value)) return wrong(name, shapes, describe(value))
  if (value.length !== rows) return wrong(name, shapes, `an array of ${value.length}`)
  const list = value as ReadonlyArray<unknown>
  const width = Array.isArray(list[0]) ? list[0].length : 1
  if (width !== columns && (isByToken || width !== 1)) return wrong(name, shapes, `rows of ${width}`)
  const data = new Float64Array(rows * width)
  for (const [i, row] of list.entries()) {
    const numbers: ReadonlyArray<unknown> = Array.isArray(row) ? row : [row]
    if (numbers.length !== width) return wrong(name, shapes, `a row of ${numbers.length} at ${i}`)
    for (const [t, number] of numbers.entries()) {
      if (number !== null && typeof number !== 'number')
        return wrong(name, 'numbers', `${describe(number)} at [${i}][${t}]`)
      data[i * width + t] = number ?? NaN
    }
  }
  return E.right({ columns: width, data })
}

/** One number; null is NaN, which is what JSON makes of it elsewhere. */
export const readNumber = (name: string, value: unknown): E.Either<RewardError, number> => {
  // Trainers log lists, of one value a step.
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (one === null) return E.right(NaN)
  return typeof one === 'number' ? E.right(one) : wrong(name, 'a number', describe(one))
}

/** Metrics by name; null is one that was not logged. */
export const readMetrics = (value: unknown): E.Either<RewardError, ReadonlyMap<string, number>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('metrics', 'an object', describe(value))
  const metrics = new Map<string, number>()
  for (const [name, one] of Object.entries(value)) {
    if (one === null) continue
    const number = readNumber(`metrics.${name}`, one)
    if (E.isLeft(number)) return number
    metrics.set(name, number.right)
  }
  return E.right(metrics)
}
