/**
 * The interval a reward's values lie in. Bounds are inclusive, may be infinite, and have no unit.
 *
 * @category model
 * @since 0.1.0
 */
export interface Range {
  readonly min: number
  readonly max: number
}

/** [0, 1], the range of most rewards. */
export const unitRange: Range = { min: 0, max: 1 }

/** Every finite number. */
export const anyRange: Range = { min: -Infinity, max: Infinity }

/** Slack for rounding when a value is held against a bound: relative to the bound, and absolute near zero. */
const RANGE_TOLERANCE = 1e-9

/**
 * Whether `value` is in `range`, rounding of the last digits (relative 1e-9) forgiven. Any number may be asked about; NaN never is.
 *
 * @category pure
 * @since 0.1.0
 */
export const contains = (range: Range, value: number): boolean =>
  value >= range.min - RANGE_TOLERANCE * (1 + Math.abs(range.min)) &&
  value <= range.max + RANGE_TOLERANCE * (1 + Math.abs(range.max))

/**
 * Whether both bounds of `range` are finite and in order: true or false.
 *
 * @category pure
 * @since 0.1.0
 */
export const isBounded = (range: Range): boolean =>
  Number.isFinite(range.min) && Number.isFinite(range.max) && range.min <= range.max

/** The smallest interval that holds both. */
export const union = (a: Range, b: Range): Range => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) })

/** 0 times an infinite bound is 0 here: the bound is never reached, every value below it is finite. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)

/** The interval of `factor * x` for x in `range`. */
export const scaleRange = (range: Range, factor: number): Range => {
  const a = times(range.min, factor)
  const b = times(range.max, factor)
  return { min: Math.min(a, b), max: Math.max(a, b) }
}

/** The interval of `x * y` for x in `a` and y in `b`. */
export const multiplyRanges = (a: Range, b: Range): Range => {
  const corners = [times(a.min, b.min), times(a.min, b.max), times(a.max, b.min), times(a.max, b.max)]
  return { min: Math.min(...corners), max: Math.max(...corners) }
}
