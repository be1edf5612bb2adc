import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { groupStatistics } from '../group-statistics.js'
import { type GroupedTokenRewards, readResponses, spread, type TokenAdvantages } from './token-rewards.js'
import { whiten } from './whiten.js'

/**
 * Advantages of REINFORCE++ with a baseline: the mean of the group is taken off, and the deviation is that of the whole batch.
 *
 * x_i = score_i - mu_g at every token of the response, then whitened over all tokens of the batch: (x - mean) / sqrt(var + 1e-8).
 *
 * @param batch - Rewards, mask and groups.
 * @returns Left `InvalidInput`, also where fewer than two tokens count; else Right advantages, finite; the returns are the same. A group of one has mu = 0.
 * @remarks Long responses weigh more in mean and variance: these are over tokens. Paper: REINFORCE++ (arXiv 2501.03262). Same values as verl's
 *   `reinforce_plus_plus_baseline` at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[1], [0]], responseMask: [[1], [1]], index: [0, 0] }
 * const a = Math.SQRT1_2
 * expect(reinforcePlusPlusBaseline(batch)).toMatchObject({
 *   right: { advantages: { data: { 0: expect.closeTo(a, 7), 1: expect.closeTo(-a, 7) } } },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const reinforcePlusPlusBaseline = (batch: GroupedTokenRewards): E.Either<RewardError, TokenAdvantages> => {
  const table = readResponses(NAME, batch)
  if (E.isLeft(table)) return table
  const { scores, groups, mask } = table.right
  const statistics = groupStatistics({ owner: NAME, name: 'tokenLevelRewards' }, scores, groups)
  if (E.isLeft(statistics)) return statistics
  const { count, mean } = statistics.right
  const centred = scores.map((score, i) => {
    const group = groups.of[i] as number
    return count[group] === 1 ? score : score - (mean[group] as number)
  })
  const { advantages } = spread(table.right, centred)
  return E.map((data: Float64Array) => {
    const whitened = { shape: advantages.shape, data }
    return { advantages: whitened, returns: whitened }
  })(whiten(NAME, advantages.data, mask))
}

const NAME = 'reinforcePlusPlusBaseline'
