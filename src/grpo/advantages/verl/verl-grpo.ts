import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { optionsFault } from '../../masks/option-names.js'
import { wrongInput, wrongOption } from '../../masks/wrong.js'
import { groupStatistics, type GroupStatistics } from '../group-statistics.js'
import type { Groups } from '../groups.js'
import { float32Statistics } from './float32-statistics.js'
import { type GroupedTokenRewards, readResponses, spread, type TokenAdvantages } from './token-rewards.js'

/** Keeps the division by a deviation of 0 finite; verl's, a hundredth of TRL's. */
export const VERL_EPSILON = 1e-6

/** Options of {@link verlGrpo}. */
export interface VerlGrpoOptions {
  /** Whether advantages are divided by the deviation of their group. Default true; false is Dr.GRPO. */
  readonly normAdvByStdInGrpo?: boolean
  /** Whether mean and deviation are computed in float32, as in verl's `grpo_vectorized`. Default false. */
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
 * @remarks A group of one keeps its score: mu = 0, sigma = 1. `vectorized` has sigma at least 1e-3, and where all scores of a group are equal but no numbers of
 *   float32 leaves them their rounding: A up to 1e-4 of the score. Same values as verl's at commit b178a3c.
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
  options: VerlGrpoOptions = {},
): E.Either<RewardError, TokenAdvantages> => {
  const fault = optionsFault(NAME, options, ['normAdvByStdInGrpo', 'vectorized'])
  if (fault !== undefined) return E.left(fault)
  const { normAdvByStdInGrpo = true, vectorized = false } = options
  if (typeof normAdvByStdInGrpo !== 'boolean')
    return E.left(wrongOption(NAME, 'normAdvByStdInGrpo', 'true or false', normAdvByStdInGrpo))
  if (typeof vectorized !== 'boolean') return E.left(wrongOption(NAME, 'vectorized', 'true or false', vectorized))
  const table = readResponses(NAME, batch)
  if (E.isLeft(table)) return table
  const { scores, groups } = table.right
  const statistics = vectorized ? inFloat32(scores, groups) : inFloat64(scores, groups)
  if (E.isLeft(statistics)) return statistics
  const { mean, deviation } = statistics.right
  const round = vectorized ? Math.fround : (value: number): number => value
  const values = scores.map((score, i) => {
    const group = groups.of[i] as number
    const difference = score - (mean[group] as number)
    return normAdvByStdInGrpo ? difference / round((deviation[group] as number) + VERL_EPSILON) : difference
  })
  return E.right(spread(table.right, values))
}

const NAME = 'verlGrpo'

/** By group: what is taken off a score, and what it is then divided by. */
type Statistics = Readonly<Record<'mean' | 'deviation', Float64Array | Float32Array>>

const inFloat64 = (scores: Float64Array, groups: Groups): E.Either<RewardError, Statistics> =>
  E.map(({ count, mean, deviation }: GroupStatistics) => ({
    mean: mean.map((value, group) => (count[group] === 1 ? 0 : value)),
    deviation: deviation.map((value, group) => (count[group] === 1 ? 1 : value)),
  }))(groupStatistics({ owner: NAME, name: 'tokenLevelRewards' }, scores, groups))

const inFloat32 = (scores: Float64Array, groups: Groups): E.Either<RewardError, Statistics> => {
  const statistics = float32Statistics(scores, groups)
  return statistics.deviation.every(Number.isFinite)
    ? E.right(statistics)
    : E.left(wrongInput(NAME, 'tokenLevelRewards', 'numbers whose squares can be summed in float32', 'larger ones'))
}
