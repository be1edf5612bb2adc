import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { groupStatistics } from '../group-statistics.js'
import { type GroupedTokenRewards, readResponses, spread, type TokenAdvantages } from './token-rewards.js'

/**
 * Advantages of group policy gradient (GPG): no deviation, and a factor for the responses that earned nothing.
 *
 * A_i = alpha (score_i - mu_g), alpha = N / max(1, number of scores other than 0) over the batch, at every token of the response.
 *
 * @param batch - Rewards, mask and groups.
 * @returns Left `InvalidInput`; else Right advantages, finite; the returns are the same. A group of one has mu = 0.
 * @remarks Paper: arXiv 2504.02546. Same values as verl's `gpg` at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[1], [0]], responseMask: [[1], [1]], index: [0, 0] }
 * expect(gpgAdvantages(batch)).toMatchObject({ right: { advantages: { data: Float64Array.of(1, -1) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const gpgAdvantages = (batch: GroupedTokenRewards): E.Either<RewardError, TokenAdvantages> => {
  const table = readResponses(NAME, batch)
  if (E.isLeft(table)) return table
  const { scores, groups } = table.right
  const statistics = groupStatistics({ owner: NAME, name: 'tokenLevelRewards' }, scores, groups)
  if (E.isLeft(statistics)) return statistics
  const { count, mean } = statistics.right
  const alpha = scores.length / Math.max(1, scores.filter((score) => score !== 0).length)
  const values = scores.map((score, i) => {
    const group = groups.of[i] as number
    return alpha * (score - (count[group] === 1 ? 0 : (mean[group] as number)))
  })
  return E.right(spread(table.right, values))
}

const NAME = 'gpgAdvantages'
