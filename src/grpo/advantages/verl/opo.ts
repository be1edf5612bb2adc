import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { countByRow } from '../../masks/mask.js'
import { groupStatistics } from '../group-statistics.js'
import { type GroupedTokenRewards, readResponses, spread, type TokenAdvantages } from './token-rewards.js'

/**
 * Advantages with the optimal baseline (OPO): the mean of a group weighed by length, which has the least variance where gradients grow with the length.
 *
 * A_i = score_i - sum_j len_j score_j / sum_j len_j, over the group, at every token of the response; len_j the number of its tokens.
 *
 * @param batch - Rewards, mask and groups.
 * @returns Left `InvalidInput`; else Right advantages, finite; the returns are the same. A group of one keeps its score.
 * @remarks Paper: arXiv 2505.23585. Same values as verl's `opo` at commit b178a3c; a group without a token, NaN there, is 0.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[0, 0, 4], [0, 0, 0]], responseMask: [[1, 1, 1], [1, 0, 0]], index: [0, 0] }
 * expect(opoAdvantages(batch)).toMatchObject({ right: { advantages: { data: Float64Array.of(1, 1, 1, -3, 0, 0) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const opoAdvantages = (batch: GroupedTokenRewards): E.Either<RewardError, TokenAdvantages> => {
  const table = readResponses(NAME, batch)
  if (E.isLeft(table)) return table
  const { scores, groups, shape, mask } = table.right
  const statistics = groupStatistics({ owner: NAME, name: 'tokenLevelRewards' }, scores, groups)
  if (E.isLeft(statistics)) return statistics
  const { count, mean } = statistics.right
  const lengths = countByRow({ shape, data: mask })
  const tokens = new Float64Array(groups.count)
  // Of the differences from the group's mean, so that equal scores leave exactly 0.
  const shift = new Float64Array(groups.count)
  for (const [i, score] of scores.entries()) {
    const [group, length] = [groups.of[i] as number, lengths[i] as number]
    tokens[group] = (tokens[group] as number) + length
    shift[group] = (shift[group] as number) + length * (score - (mean[group] as number))
  }
  const values = scores.map((score, i) => {
    const group = groups.of[i] as number
    if (count[group] === 1) return score
    return score - (mean[group] as number) - (shift[group] as number) / Math.max(1, tokens[group] as number)
  })
  return E.right(spread(table.right, values))
}

const NAME = 'opoAdvantages'
