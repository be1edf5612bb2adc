import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { GroupedRewards } from './group-options.js'
import { groupStatistics } from './group-statistics.js'
import { shareOfZeros } from './reward-metrics.js'
import { batchSpread, DEVIATION_EPSILON, orZero, type Scaled } from './scaling.js'

/** Whose deviation divides. */
export type Scale = 'group' | 'batch' | 'none'

/** A_i = (r_i - mu_g) / (sigma + 1e-4), r the weighted sums. */
export const sumThenNormalize = (
  owner: string,
  { totals, groups, rows, numGenerations }: GroupedRewards,
  scale: Scale,
): E.Either<RewardError, Scaled> => {
  const statistics = groupStatistics({ owner, name: 'rewards' }, totals, groups)
  if (E.isLeft(statistics)) return statistics
  const { mean } = statistics.right
  // One completion by itself deviates from nothing.
  let deviation = numGenerations === 1 ? new Float64Array(groups.count) : statistics.right.deviation
  if (scale === 'batch') {
    const spread = batchSpread(owner, totals)
    if (E.isLeft(spread)) return spread
    deviation = new Float64Array(groups.count).fill(spread.right.deviation)
  }
  const values = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const group = groups.of[i] as number
    const divisor = scale === 'none' ? 1 : (deviation[group] as number) + DEVIATION_EPSILON
    values[i] = orZero(((totals[i] as number) - (mean[group] as number)) / divisor)
  }
  return E.right({ values, zeros: shareOfZeros(deviation) })
}
