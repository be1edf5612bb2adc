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
  const { count: length, of } = groups
  const count = new Int32Array(length)
  const first = new Float64Array(length)
  const mean = new Float64Array(length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value !== value) continue
    const group = of[i] as number
    if (count[group] === 0) first[group] = value
    else mean[group] = (mean[group] as number) + (value - (first[group] as number))
    count[group] = (count[group] as number) + 1
  }
  for (let group = 0; group < length; group++)
    mean[group] = (first[group] as number) + (mean[group] as number) / (count[group] as number)
  const deviation = new Float64Array(length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value !== value) continue
    const group = of[i] as number
    const difference = value - (mean[group] as number)
    deviation[group] = (deviation[group] as number) + difference * difference
  }
  for (let group = 0; group < length; group++) {
    const members = count[group] as number
    const square = deviation[group] as number
    // A mean that overflowed leaves Infinity or NaN in the sum of squares as well.
    if (members > 0 && !Number.isFinite(square)) {
      const received = `numbers up to ${largest(values)}`
      return E.left(wrongInput(argument.owner, argument.name, 'numbers whose squares can be summed', received))
    }
    deviation[group] = members < 2 ? NaN : Math.sqrt(square / (members - 1))
  }
  return E.right({ count, mean, deviation })
}

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0)
