import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { Argument } from '../masks/matrix.js'
import type { GroupedRewards } from './group-options.js'
import { groupStatistics, type GroupStatistics } from './group-statistics.js'
import { oneGroup } from './groups.js'

/** What a trainer logs, by the names it uses. A deviation of fewer than two values, and a mean of none, is NaN. */
export type Metrics = Readonly<Record<string, number>>

/** Mean and deviation of one array of values. */
export interface Spread {
  readonly mean: number
  readonly deviation: number
}

/** Of all values that are there. */
export const spreadOf = (
  argument: Argument,
  values: Float64Array,
  whole = oneGroup(values.length),
): E.Either<RewardError, Spread> =>
  E.map(({ mean, deviation }: GroupStatistics) => ({ mean: mean[0] as number, deviation: deviation[0] as number }))(
    groupStatistics(argument, values, whole),
  )

/** `rewards/<name>/mean` and `/std` of each function, and `reward` and `reward_std` of the weighted sums. */
export const rewardMetrics = (
  owner: string,
  { columns, names, weights, totals }: GroupedRewards,
): E.Either<RewardError, Metrics> => {
  const argument = { owner, name: 'rewards' }
  const whole = oneGroup(totals.length)
  const spreads: Array<Spread> = []
  // A single reward of weight 1 is the sum.
  const isSum = columns.length === 1 && weights[0] === 1
  for (const values of isSum ? columns : [...columns, totals]) {
    const spread = spreadOf(argument, values, whole)
    if (E.isLeft(spread)) return spread
    spreads.push(spread.right)
  }
  const metrics: Record<string, number> = {}
  for (const [k, name] of names.entries()) {
    const { mean, deviation } = spreads[k] as Spread
    metrics[`rewards/${name}/mean`] = mean
    metrics[`rewards/${name}/std`] = deviation
  }
  const { mean, deviation } = spreads.at(-1) as Spread
  return E.right({ ...metrics, reward: mean, reward_std: deviation })
}

/** How near 0 a deviation counts as 0: the absolute tolerance of torch.isclose. */
const ZERO_TOLERANCE = 1e-8

/** The share of deviations that are 0; NaN is not. */
export const shareOfZeros = (deviations: Float64Array): number => {
  let zeros = 0
  for (const deviation of deviations) if (deviation <= ZERO_TOLERANCE) zeros++
  return zeros / deviations.length
}
