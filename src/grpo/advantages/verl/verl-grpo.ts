import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { wrongOption } from '../../masks/wrong.js'
import { groupStatistics } from '../group-statistics.js'
import { type GroupedTokenRewards, readResponses, spread, type TokenAdvantages } from './token-rewards.js'

/** Keeps the division by a deviation of 0 finite; verl's, a hundredth of TRL's. */
export const VERL_EPSILON = 1e-6

/** Options of {@link verlGrpo}. */
export interface VerlGrpoOptions {
  /** Whether advantages are divided by the deviation of their group. Default true; false is Dr.GRPO. */
  readonly normAdvByStdInGrpo?: boolean
  /** Whether mean and deviation are rounded to float32, as in verl's `grpo_vectorized`. Default false. */
  readonly vectorized?: boolean
}

/**
 * Group-relative advantages as verl has them (`grpo`, `grpo_vectorized`).
 *
 * A_i = (score_i - mu_g) / (sigma_g + 1e-6), sigma unbiased, at every token of the response; score_i the sum of its token rewards.
 *
 * @param batch - Rewards, mask and groups.
 * @param options - Whether to divide, and in which precision.
 * @returns Left `InvalidInput` or `InvalidOption`; else Right advantages, finite; the returns are the same.
 * @remarks A group of one keeps its score: mu = 0, sigma = 1. Same values as verl's at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[0, 1], [0, 0]], responseMask: [[1, 1], [1, 0]], index: ['a', 'a'] }
 * expect(verlGrpo(batch, { normAdvByStdInGrpo: false })).toMatchObject({
 *   right: { advantages: { shape: [2, 2], data: Float64Array.of(0.5, 0.5, -0.5, 0) } },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const verlGrpo = (
  batch: GroupedTokenRewards,
  { normAdvByStdInGrpo = true, vectorized = false }: VerlGrpoOptions = {},
): E.Either<RewardError, TokenAdvantages> => {
  if (typeof normAdvByStdInGrpo !== 'boolean')
    return E.left(wrongOption(NAME, 'normAdvByStdInGrpo', 'true or false', normAdvByStdInGrpo))
  if (typeof vectorized !== 'boolean') return E.left(wrongOption(NAME, 'vectorized', 'true or false', vectorized))
  const table = readResponses(NAME, batch)
  if (E.isLeft(table)) return table
  const { scores, groups } = table.right
  const statistics = groupStatistics({ owner: NAME, name: 'tokenLevelRewards' }, scores, groups)
  if (E.isLeft(statistics)) return statistics
  const { count, mean, deviation } = statistics.right
  const round = vectorized ? Math.fround : (value: number): number => value
  const values = scores.map((score, i) => {
    const group = groups.of[i] as number
    const [mu, sigma] = count[group] === 1 ? [0, 1] : [mean[group] as number, deviation[group] as number]
    const difference = score - round(mu)
    return normAdvByStdInGrpo ? difference / round(round(sigma) + VERL_EPSILON) : difference
  })
  return E.right(spread(table.right, values))
}

const NAME = 'verlGrpo'
