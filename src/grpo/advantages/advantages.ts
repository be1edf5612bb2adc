import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { optionsFault } from '../masks/option-names.js'
import { wrongOption } from '../masks/wrong.js'
import { GROUP_OPTIONS, type GroupOptions, readGroups } from './group-options.js'
import { normalizeThenSum } from './normalize-then-sum.js'
import { type Metrics, rewardMetrics } from './reward-metrics.js'
import type { Rewards } from './reward-table.js'
import type { Scaled } from './scaling.js'
import { type Scale, sumThenNormalize } from './sum-then-normalize.js'

/**
 * Options of {@link advantages}.
 *
 * @category model
 * @since 0.5.0
 */
export interface AdvantageOptions extends GroupOptions {
  /**
   * What the advantages are divided by: the deviation of the group (default), of the batch, or nothing (Dr.GRPO). true and false stand for `'group'` and
   * `'none'`. Without effect under `'normalizeThenSum'`.
   */
  readonly scaleRewards?: 'group' | 'batch' | 'none' | boolean
  /** Whether several rewards are summed before they are normalised (default), or each is normalised by itself first (GDPO). */
  readonly multiObjectiveAggregation?:
    'sumThenNormalize' | 'normalizeThenSum' | 'sum_then_normalize' | 'normalize_then_sum'
}

/**
 * One advantage a completion, and what TRL logs beside.
 *
 * @category model
 * @since 0.5.0
 */
export interface Advantages {
  /** A, [N], finite. */
  readonly advantages: Float64Array
  /**
   * `rewards/<name>/mean` and `/std`, `reward`, `reward_std` (the weighted sum over the batch), `frac_reward_zero_std` (the share of rows whose
   * deviation is 0). A mean of nothing and a deviation of fewer than two are NaN, as there.
   */
  readonly metrics: Metrics
}

/**
 * Group-relative advantages (GRPO, Dr.GRPO, GDPO).
 *
 * r_i = sum_k w_k R[i,k] over the rewards that are there, and A_i = (r_i - mu_g) / (sigma + 1e-4): mu_g the mean of i's group; sigma the unbiased
 * deviation of the group or of the batch, or no division at all. `'normalizeThenSum'`: q[i,k] = (R[i,k] - mu_gk) / (sigma_gk + 1e-4), r_i = sum_k w_k q[i,k], and A_i =
 * (r_i - mu) / (sigma + 1e-4) over the batch.
 *
 * @param rewards - R, [N][K], N a multiple of G; null or NaN where a function does not apply. An infinity is an error.
 * @param options - `numGenerations` at least.
 * @returns Left `InvalidInput` or `InvalidOption`, naming the argument; else Right A, finite, and the metrics. In a group whose rewards are all equal A is 0.
 * @remarks A completion that no function scored, and one that alone was scored in its group, has A = 0 and no part in the statistics of others. In GDPO
 *   a reward that alone was scored in its group is left out of the sum. Float64 throughout, where TRL holds rewards in float32: up to 1e-6 apart, relatively. Cost O(N K).
 *   Papers: GRPO, DeepSeekMath (arXiv 2402.03300); Dr.GRPO (arXiv 2503.20783); batch scaling, Lite PPO (arXiv 2508.08221); GDPO (arXiv 2601.05242). Same values as TRL 1.16's.
 * @example
 * ```ts @import.meta.vitest
 * const answer = advantages([1, 0, 0, 1], { numGenerations: 2, scaleRewards: 'none' })
 * expect(answer).toMatchObject({ right: { advantages: Float64Array.of(0.5, -0.5, -0.5, 0.5), metrics: { reward: 0.5, frac_reward_zero_std: 0 } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const advantages = (rewards: Rewards, options: AdvantageOptions): E.Either<RewardError, Advantages> => {
  const fault = optionsFault(NAME, options, OPTIONS)
  if (fault !== undefined) return E.left(fault)
  const rule = readRule(options)
  if (E.isLeft(rule)) return rule
  const read = readGroups(NAME, rewards, options)
  if (E.isLeft(read)) return read
  const grouped = read.right
  const metrics = rewardMetrics(NAME, grouped)
  if (E.isLeft(metrics)) return metrics
  const scaled = rule.right === 'gdpo' ? normalizeThenSum(NAME, grouped) : sumThenNormalize(NAME, grouped, rule.right)
  return E.map(({ values, zeros }: Scaled) => ({
    advantages: values,
    metrics: { ...metrics.right, frac_reward_zero_std: zeros },
  }))(scaled)
}

const NAME = 'advantages'

const OPTIONS = [...GROUP_OPTIONS, 'scaleRewards', 'multiObjectiveAggregation']

const readRule = (options: AdvantageOptions): E.Either<RewardError, Scale | 'gdpo'> => {
  const { scaleRewards = 'group', multiObjectiveAggregation: aggregation = 'sumThenNormalize' } = options
  const scale = scaleRewards === true ? 'group' : scaleRewards === false ? 'none' : scaleRewards
  if (scale !== 'group' && scale !== 'batch' && scale !== 'none')
    return E.left(wrongOption(NAME, 'scaleRewards', "'group', 'batch', 'none', true or false", scaleRewards))
  switch (aggregation) {
    case 'sumThenNormalize':
    case 'sum_then_normalize':
      return E.right(scale)
    case 'normalizeThenSum':
    case 'normalize_then_sum':
      return E.right('gdpo')
    default: {
      const expected = "'sumThenNormalize' or 'normalizeThenSum'"
      return E.left(wrongOption(NAME, 'multiObjectiveAggregation', expected, aggregation))
    }
  }
}
