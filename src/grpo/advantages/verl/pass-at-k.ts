import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { optionsFault } from '../../masks/option-names.js'
import { wrongInput, wrongOption } from '../../masks/wrong.js'
import { groupStatistics } from '../group-statistics.js'
import {
  type GroupedTokenRewards,
  readResponses,
  type ResponseTable,
  spread,
  type TokenAdvantages,
} from './token-rewards.js'
import { VERL_EPSILON } from './verl-grpo.js'

/** Options of {@link passAtKAdvantages}. */
export interface PassAtKOptions {
  /** Whether advantages are divided by the deviation of their group. Default true. */
  readonly normAdvByStdInGrpo?: boolean
}

/**
 * Advantages for pass@k: only the best response of a group counts, for as much as it adds.
 *
 * A_best = (score_best - score_second) / (sigma_g + 1e-6), and 0 for all others. sigma unbiased.
 *
 * @param batch - Rewards, mask and groups of at least two.
 * @param options - Whether to divide.
 * @returns Left `InvalidInput`, also for a group of one; `InvalidOption`; else Right advantages, at least 0; the returns are the same. Where two share
 *   the best score all are 0.
 * @remarks Paper: arXiv 2503.19595. Same values as verl's `grpo_passk` at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[3], [1], [0]], responseMask: [[1], [1], [1]], index: [7, 7, 7] }
 * expect(passAtKAdvantages(batch, { normAdvByStdInGrpo: false })).toMatchObject({ right: { advantages: { data: Float64Array.of(2, 0, 0) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const passAtKAdvantages = (
  batch: GroupedTokenRewards,
  options: PassAtKOptions = {},
): E.Either<RewardError, TokenAdvantages> => {
  const fault = optionsFault(NAME, options, ['normAdvByStdInGrpo'])
  if (fault !== undefined) return E.left(fault)
  const { normAdvByStdInGrpo = true } = options
  if (typeof normAdvByStdInGrpo !== 'boolean')
    return E.left(wrongOption(NAME, 'normAdvByStdInGrpo', 'true or false', normAdvByStdInGrpo))
  const table = readResponses(NAME, batch)
  if (E.isLeft(table)) return table
  const { scores, groups } = table.right
  const statistics = groupStatistics({ owner: NAME, name: 'tokenLevelRewards' }, scores, groups)
  if (E.isLeft(statistics)) return statistics
  const { count, deviation } = statistics.right
  const lone = scores.findIndex((_, i) => count[groups.of[i] as number] === 1)
  if (lone >= 0)
    return E.left(wrongInput(NAME, 'index', 'groups of at least two', `one response in that of row ${lone}`))
  const { best, gain } = winners(table.right)
  const values = new Float64Array(scores.length)
  for (let group = 0; group < groups.count; group++) {
    const divisor = normAdvByStdInGrpo ? (deviation[group] as number) + VERL_EPSILON : 1
    values[best[group] as number] = (gain[group] as number) / divisor
  }
  return E.right(spread(table.right, values))
}

const NAME = 'passAtKAdvantages'

/** Of each group the row of the best score, and how far it is above the second. */
const winners = ({ scores, groups }: ResponseTable): { readonly best: Int32Array; readonly gain: Float64Array } => {
  const best = new Int32Array(groups.count)
  const top = new Float64Array(groups.count).fill(-Infinity)
  const second = new Float64Array(groups.count).fill(-Infinity)
  for (const [i, score] of scores.entries()) {
    const group = groups.of[i] as number
    if (score > (top[group] as number)) {
      second[group] = top[group] as number
      top[group] = score
      best[group] = i
    } else if (score > (second[group] as number)) second[group] = score
  }
  return { best, gain: top.map((value, group) => value - (second[group] as number)) }
}
