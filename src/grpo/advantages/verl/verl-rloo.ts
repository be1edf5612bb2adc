import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { optionsFault } from '../../masks/option-names.js'
import { wrongOption } from '../../masks/wrong.js'
import { groupStatistics } from '../group-statistics.js'
import { type GroupedTokenRewards, readResponses, spread, type TokenAdvantages } from './token-rewards.js'

/** Options of {@link verlRloo}. */
export interface VerlRlooOptions {
  /** Whether a group of one has A = 0, as in verl's `rloo_vectorized`, or keeps its score (default). */
  readonly vectorized?: boolean
}

/**
 * Leave-one-out advantages as verl has them (`rloo`, `rloo_vectorized`).
 *
 * A_i = score_i - (mean of the others' scores) = n / (n - 1) (score_i - mu_g), at every token of the response.
 *
 * @param batch - Rewards, mask and groups.
 * @param options - What becomes of a group of one.
 * @returns Left `InvalidInput` or `InvalidOption`; else Right advantages, finite; the returns are the same.
 * @remarks Paper: Back to Basics (arXiv 2402.14740). Same values as verl's at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[3], [1], [2]], responseMask: [[1], [1], [1]], index: ['a', 'a', 'b'] }
 * expect(verlRloo(batch)).toMatchObject({ right: { advantages: { data: Float64Array.of(2, -2, 2) } } })
 * expect(verlRloo(batch, { vectorized: true })).toMatchObject({ right: { advantages: { data: Float64Array.of(2, -2, 0) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const verlRloo = (
  batch: GroupedTokenRewards,
  options: VerlRlooOptions = {},
): E.Either<RewardError, TokenAdvantages> => {
  const fault = optionsFault(NAME, options, ['vectorized'])
  if (fault !== undefined) return E.left(fault)
  const { vectorized = false } = options
  if (typeof vectorized !== 'boolean') return E.left(wrongOption(NAME, 'vectorized', 'true or false', vectorized))
  const table = readResponses(NAME, batch)
  if (E.isLeft(table)) return table
  const { scores, groups } = table.right
  const statistics = groupStatistics({ owner: NAME, name: 'tokenLevelRewards' }, scores, groups)
  if (E.isLeft(statistics)) return statistics
  const { count, mean } = statistics.right
  const values = scores.map((score, i) => {
    const group = groups.of[i] as number
    const members = count[group] as number
    if (members === 1) return vectorized ? 0 : score
    return ((score - (mean[group] as number)) * members) / (members - 1)
  })
  return E.right(spread(table.right, values))
}

const NAME = 'verlRloo'
