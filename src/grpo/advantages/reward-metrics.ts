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
export const spreadOf = (argument: Argument, values: Float64Array): E.Either<RewardError, Spread> =>
  E.map(({ mean, deviation }: GroupStatistics) => ({ mean: mean[0] as number, deviation: deviation[0] as number }))(
    groupStatistics(argument, values, oneGroup(values.length)),
  )

/** `rewards/<name>/mean` and `/std` of each function, and `reward` and `reward_std` of the weighted sums. */
export const rewardMetrics = (
  owner: string,
  { columns, names, totals }: GroupedRewards,
): E.Either<RewardError, Metrics> => {
  const argument = { owner, name: 'rewards' }
  const metrics: Record<string, number> = {}
  for (const [k, column] of columns.entries()) {
    const spread = spreadOf(argument, column)
    if (E.isLeft(spread)) return spread
    const name = `rewards/${names[k] as string}`
    metrics[`${name}/mean`] = spread.right.mean
    metrics[`${name}/std`] = spread.right.deviation
  }
  const spread = spreadOf(argument, totals)
  if (E.isLeft(spread)) return spread
  return E.right({ ...metrics, reward: spread.right.mean, reward_std: spread.right.deviation })
}

/** How near 0 a deviation counts as 0: the absolute tolerance of torch.isclose. */
const ZERO_TOLERANCE = 1e-8

/** The share of deviations that are 0; NaN is not. */
export const shareOfZeros = (deviations: Float64Array): number => {
  let zeros = 0
  for (const deviation of deviations) if (deviation <= ZERO_TOLERANCE) zeros++
  return zeros / deviations.length
}
