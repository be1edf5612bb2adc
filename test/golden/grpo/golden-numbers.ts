import type { Either } from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { type RewardError, showError } from '../../../src/core/index.js'

/** A number of a golden file: what JSON cannot hold is text there, and what is not known null. */
export type GoldenNumber = number | string | null

export type GoldenRows = ReadonlyArray<ReadonlyArray<GoldenNumber>>

export const toNumber = (value: GoldenNumber): number => (value === null ? NaN : Number(value))

export const toRows = (rows: GoldenRows): ReadonlyArray<ReadonlyArray<number>> => rows.map((row) => row.map(toNumber))

/** The value of a call that has to succeed. */
export const right = <A>(result: Either<RewardError, A>): A => {
  if (result._tag === 'Left') throw new Error(showError(result.left))
  return result.right
}

/** Holds numbers against those of a golden file, NaN against NaN. */
export const expectNumbers = (
  name: string,
  received: ArrayLike<number>,
  expected: ReadonlyArray<GoldenNumber>,
  tolerance: number,
): void => {
  expect(received.length, `${name}: how many`).toBe(expected.length)
  const at = expected.findIndex((value, i) => {
    const wanted = toNumber(value)
    return Number.isNaN(wanted) ? !Number.isNaN(received[i]) : !(Math.abs(received[i]! - wanted) <= tolerance)
  })
  expect(at, `${name}[${at}]: ${received[at]} for ${expected[at]}`).toBe(-1)
}

/** Metrics by name: every one that the file has, and no other. Shares went through float32 in the original. */
export const expectMetrics = (
  received: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, GoldenNumber>>,
  tolerance: number,
): void => {
  expect(Object.keys(received).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, value] of Object.entries(expected))
    expectNumbers(name, [received[name]!], [value], name.startsWith('frac_') ? 1e-6 : tolerance)
}
