import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { Argument } from '../masks/matrix.js'
import { wrongInput } from '../masks/wrong.js'
import type { Groups } from './groups.js'

/** Of each group, the values that are there. */
export interface GroupStatistics {
  /** How many they are. */
  readonly count: Int32Array
  /** Their mean; NaN of none. */
  readonly mean: Float64Array
  /** Their unbiased standard deviation, sqrt(sum (x - mean)^2 / (n - 1)); NaN of fewer than two. */
  readonly deviation: Float64Array
}

/**
 * Mean and deviation of every group. Sums are taken of the differences from the group's first value: a group of equal values has exactly that mean, and
 * exactly the deviation 0.
 *
 * @param argument - Named where the values are too large to be squared and summed.
 * @param values - One a row; NaN is missing.
 */
export const groupStatistics = (
  argument: Argument,
  values: Float64Array,
  groups: Groups,
): E.Either<RewardError, GroupStatistics> => {
  const count = new Int32Array(groups.count)
  const mean = means(values, groups, count)
  const deviation = sumsOfSquares(values, groups, mean)
  for (let group = 0; group < groups.count; group++) {
    const members = count[group] as number
    const squares = deviation[group] as number
    // A mean that overflowed leaves Infinity or NaN in the sum of squares as well.
    if (members > 0 && !Number.isFinite(squares)) {
      const received = `numbers up to ${largest(values)}`
      return E.left(wrongInput(argument.owner, argument.name, 'numbers whose squares can be summed', received))
    }
    deviation[group] = members < 2 ? NaN : Math.sqrt(squares / (members - 1))
  }
  return E.right({ count, mean, deviation })
}

/** Rows of one group mostly follow one another: what is summed is written down where another group begins. */
const means = (values: Float64Array, groups: Groups, count: Int32Array): Float64Array => {
  const firsts = new Float64Array(groups.count)
  const sums = new Float64Array(groups.count)
  let [group, members, first, sum] = [0, 0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    const own = groups.of[i] as number
    if (own !== group) {
      count[group] = members
      firsts[group] = first
      sums[group] = sum
      group = own
      members = count[group] as number
      first = firsts[group] as number
      sum = sums[group] as number
    }
    if (value !== value) continue
    if (members === 0) first = value
    else sum += value - first
    members++
  }
  count[group] = members
  firsts[group] = first
  sums[group] = sum
  for (let at = 0; at < sums.length; at++)
    sums[at] = (firsts[at] as number) + (sums[at] as number) / (count[at] as number)
  return sums
}

const sumsOfSquares = (values: Float64Array, groups: Groups, mean: Float64Array): Float64Array => {
  const sums = new Float64Array(groups.count)
  let [group, centre, sum] = [0, mean[0] as number, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    const own = groups.of[i] as number
    if (own !== group) {
      sums[group] = sum
      group = own
      centre = mean[group] as number
      sum = sums[group] as number
    }
    if (value === value) sum += (value - centre) ** 2
  }
  sums[group] = sum
  return sums
}

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0)
