import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { GroupedRewards } from './group-options.js'
import { groupStatistics } from './group-statistics.js'
import { shareOfZeros } from './reward-metrics.js'
import { batchSpread, DEVIATION_EPSILON, orZero, type Scaled } from './scaling.js'
import { weightedTotal } from './weighted-total.js'

/** GDPO: every reward normalised within its group, then their weighted sum within the batch. */
export const normalizeThenSum = (owner: string, grouped: GroupedRewards): E.Either<RewardError, Scaled> => {
  const { columns, weights, totals, rows } = grouped
  const normalized: Array<Float64Array> = []
  for (const column of columns) {
    const values = normalizedByGroup(owner, column, grouped)
    if (E.isLeft(values)) return values
    normalized.push(values.right)
  }
  const sums = weightedTotal({ owner, name: 'rewards' }, normalized, weights, 0)
  if (E.isLeft(sums)) return sums
  const values = sums.right
  // A row of rewards that were each alone in their group keeps the sum 0: it was scored.
  for (let i = 0; i < rows; i++) if (Number.isNaN(totals[i])) values[i] = NaN
  const spread = batchSpread(owner, values)
  if (E.isLeft(spread)) return spread
  const { mean, deviation } = spread.right
  for (let i = 0; i < rows; i++) values[i] = orZero(((values[i] as number) - mean) / (deviation + DEVIATION_EPSILON))
  return E.right({ values, zeros: shareOfZeros(Float64Array.of(deviation)) })
}

/** NaN where a reward is missing, or the only one of its group. */
const normalizedByGroup = (
  owner: string,
  column: Float64Array,
  { groups, numGenerations }: GroupedRewards,
): E.Either<RewardError, Float64Array> => {
  const statistics = groupStatistics({ owner, name: 'rewards' }, column, groups)
  if (E.isLeft(statistics)) return statistics
  const { mean, deviation } = statistics.right
  const values = new Float64Array(column.length)
  for (let i = 0; i < values.length; i++) {
    const group = groups.of[i] as number
    const divisor = (numGenerations === 1 ? 0 : (deviation[group] as number)) + DEVIATION_EPSILON
    values[i] = ((column[i] as number) - (mean[group] as number)) / divisor
  }
  return E.right(values)
}
