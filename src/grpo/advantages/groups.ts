import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import type { Argument } from '../masks/matrix.js'
import { wrongInput } from '../masks/wrong.js'

/** Which completions answer one prompt. */
export interface Groups {
  readonly count: number
  /** The group of each row, from 0. */
  readonly of: Int32Array
}

/** Groups of one size, one after the other. */
export const consecutiveGroups = (rows: number, size: number): Groups => {
  const of = new Int32Array(rows)
  for (let i = 0; i < rows; i++) of[i] = Math.floor(i / size)
  return { count: rows / size, of }
}

/** All rows as one group. */
export const oneGroup = (rows: number): Groups => ({ count: 1, of: new Int32Array(rows) })

/** Groups of whatever rows share a key: numbers and strings, in any order. */
export const groupsByKey = (argument: Argument, keys: unknown, rows: number): E.Either<RewardError, Groups> => {
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongInput(argument.owner, argument.name, expected, received))
  const isArray = Array.isArray(keys) || keys instanceof Int32Array || keys instanceof Float64Array
  if (!isArray) return wrong(`${rows} keys, one a row`, describe(keys))
  if (keys.length !== rows) return wrong(`${rows} keys, one a row`, String(keys.length))
  const numbers = new Map<unknown, number>()
  const of = new Int32Array(rows)
  for (let i = 0; i < rows; i++) {
    const key: unknown = keys[i]
    if (typeof key !== 'string' && !(typeof key === 'number' && Number.isFinite(key)))
      return wrong('finite numbers or strings', `${describe(key)} at ${i}`)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    of[i] = number
  }
  return E.right({ count: numbers.size, of })
}
