import type { Dtype } from '../dtypes.js'
import { type Tolerance } from './tolerances.js'

/** Numbers of a trainer beside those of the reference. */
export interface Quantity {
  /** As the dump's fields are called here. */
  readonly name: string
  readonly dtype: Dtype
  readonly got: ArrayLike<number>
  readonly want: ArrayLike<number>
  /** How far they may be apart. */
  readonly tolerance: (at: number) => number
  /** Which of them are compared. */
  readonly counts: (at: number) => boolean
  /** The type and tolerance of numbers of so few bits that they may have been rounded. */
  readonly rounded?: { readonly dtype: Dtype; readonly isLikely: boolean; readonly tolerance: (at: number) => number }
  /** Where a number stands: `[2][5]`. */
  readonly place: (at: number) => string
}

/** One number that is not what it must be. */
export interface Difference {
  readonly place: string
  readonly got: number
  readonly want: number
  readonly tolerance: number
  /** A type that the numbers may have been rounded to, which would let all of them through. */
  readonly fits?: Dtype
}

/** What the numbers may have been rounded to, where all are let through then. */
export const fitting = (quantity: Quantity): Quantity['rounded'] =>
  quantity.rounded === undefined || firstDifference({ ...quantity, ...quantity.rounded }) !== undefined
    ? undefined
    : quantity.rounded

/** The first difference. */
export const firstDifference = (quantity: Quantity): Difference | undefined => {
  const { got, want, tolerance, counts, place } = quantity
  for (let at = 0; at < got.length; at++) {
    if (!counts(at) || excess(quantity, at) <= 1) continue
    return { place: place(at), got: got[at] as number, want: want[at] as number, tolerance: tolerance(at) }
  }
  return undefined
}

/** The largest difference in units of its tolerance; at most 1 where all agree. */
export const worstExcess = (quantity: Quantity): number => {
  let worst = 0
  for (let at = 0; at < quantity.got.length; at++)
    if (quantity.counts(at)) worst = Math.max(worst, excess(quantity, at))
  return worst
}

/** NaN agrees with NaN, an infinity with itself, and where float64 is not computed in with what float32 does not hold. */
const excess = ({ got, want, tolerance, dtype }: Quantity, at: number): number => {
  const [a, b] = [got[at] as number, want[at] as number]
  if (Object.is(a, b) || a === b || (dtype !== 'float64' && a === Math.fround(b))) return 0
  const relative = Math.abs(a - b) / tolerance(at)
  return Number.isNaN(relative) ? Infinity : relative
}

/** The tolerance of each number, `largest` being what the share is of. */
export const toleranceOf =
  ({ absolute, relative, share }: Tolerance, want: ArrayLike<number>, largest: (at: number) => number) =>
  (at: number): number =>
    absolute + relative * finiteSize(want[at] as number) + share * finiteSize(largest(at)) + Number.MIN_VALUE

const finiteSize = (value: number): number => (Number.isFinite(value) ? Math.abs(value) : 0)

/** The largest size among the numbers that count. */
export const largestOf = (want: ArrayLike<number>, counts: (at: number) => boolean): number => {
  let largest = 0
  for (let at = 0; at < want.length; at++) if (counts(at)) largest = Math.max(largest, finiteSize(want[at] as number))
  return largest
}
