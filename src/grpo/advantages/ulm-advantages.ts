import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { batchFault, optionsFault } from '../masks/option-names.js'
import { wrongInput, wrongOption } from '../masks/wrong.js'
import { groupsOf } from './group-options.js'
import { groupStatistics } from './group-statistics.js'
import type { Groups } from './groups.js'
import { type Spread, spreadOf } from './reward-metrics.js'
import { readRewards, type Rewards } from './reward-table.js'
import { DEVIATION_EPSILON, orZero } from './scaling.js'
import { readWeights, weightedTotal } from './weighted-total.js'

/** What the two branches earned: row i of both comes from the same prompt and belongs to the same group. */
export interface UlmRewards {
  /** [N][K], of generating an image from text. */
  readonly t2i: Rewards
  /** [N][K'], of answering in text about an image. */
  readonly mm2t: Rewards
}

/**
 * Options of {@link ulmAdvantages}.
 *
 * @category model
 * @since 0.5.0
 */
export interface UlmOptions {
  /** G, completions a prompt in each branch: an integer, at least 2 (1 under `'released'`). The number of rows is a multiple of it. */
  readonly numGenerations: number
  /** Finite numbers, one a function of `t2i`. Default: all 1. */
  readonly t2iWeights?: ReadonlyArray<number> | null
  /** Finite numbers, one a function of `mm2t`. Default: all 1. */
  readonly mm2tWeights?: ReadonlyArray<number> | null
  /** What understanding counts beside generation: a finite number. Default 0.8, the paper's. */
  readonly lambda?: number
  /** What is put together: the rewards (default), the advantages, or nothing. */
  readonly unify?: 'reward' | 'advantage' | 'none'
  /** `'paper'` (default) or `'released'`: the remarks of {@link ulmAdvantages} say how they differ. */
  readonly variant?: 'paper' | 'released'
}

/**
 * One advantage a completion, for either branch.
 *
 * @category model
 * @since 0.5.0
 */
export interface UlmAdvantages {
  /** A of the images, [N]. */
  readonly t2i: Float64Array
  /** A of the answers, [N]; the same as `t2i` unless nothing is unified. */
  readonly mm2t: Float64Array
  /** `reward_unified`, the mean of what was unified; or `reward_t2i` and `reward_mm2t`. NaN where nothing was scored. */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * The advantages of ULM-R1's co-reinforcement learning, where one policy learns to generate and to understand at once.
 *
 * Each branch has r_i = sum_k w_k R[i,k]. Of the rewards: r = r_t2i + lambda r_mm2t, A_i = (r_i - mu_g) / (sigma_g + 1e-4), sigma the unbiased deviation of the group. Of the
 * advantages: A = A_t2i + lambda A_mm2t, each by the same rule. Of nothing: each branch has its own.
 *
 * @param rewards - Those of both branches; null or NaN where a function does not apply. An infinity is an error.
 * @param options - `numGenerations` at least.
 * @returns Left `InvalidInput` or `InvalidOption`, naming the argument; else Right the advantages. Under `'paper'` they are finite.
 * @remarks Variants. A row with nothing scored: missing (A = 0, no part in the statistics of others) under `'paper'`, a reward of 0 under `'released'`. A group of one, or
 *   of one that was scored: `InvalidOption` and A = 0 under `'paper'`; NaN under `'released'`, for a group of one, as the published code gives it. A unified reward is missing where one of its
 *   two is. Paper: ULM-R1 (arXiv 2505.17534); code at commit d78d34f.
 * @example
 * ```ts @import.meta.vitest
 * const answer = ulmAdvantages({ t2i: [1, 0], mm2t: [0, 0.5] }, { numGenerations: 2 })
 * // 1 + 0.8 * 0 and 0 + 0.8 * 0.5: 0.3 to either side of the mean.
 * const a = 0.3 / (0.3 * Math.SQRT2 + 1e-4)
 * expect(answer).toMatchObject({ right: { t2i: { 0: expect.closeTo(a, 12), 1: expect.closeTo(-a, 12) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const ulmAdvantages = (rewards: UlmRewards, options: UlmOptions): E.Either<RewardError, UlmAdvantages> => {
  const fault = optionsFault(NAME, options, OPTIONS) ?? optionFault(options) ?? batchFault(NAME, 'rewards', rewards)
  if (fault !== undefined) return E.left(fault)
  const { lambda = ULM_LAMBDA, unify = 'reward' } = options
  const t2i = readBranch('t2i', rewards.t2i, options.t2iWeights, options)
  if (E.isLeft(t2i)) return t2i
  const mm2t = readBranch('mm2t', rewards.mm2t, options.mm2tWeights, options)
  if (E.isLeft(mm2t)) return mm2t
  const [images, answers] = [t2i.right, mm2t.right]
  if (images.totals.length !== answers.totals.length) {
    const expected = `${images.totals.length} completions, as many as \`t2i\` has`
    return E.left(wrongInput(NAME, 'mm2t', expected, String(answers.totals.length)))
  }
  if (unify === 'reward') {
    const unified = relative('t2i', plus(images.totals, lambda, answers.totals), images.groups, options)
    return E.map(({ values, mean }: Relative) => ({ t2i: values, mm2t: values, metrics: { reward_unified: mean } }))(
      unified,
    )
  }
  const a = relative('t2i', images.totals, images.groups, options)
  if (E.isLeft(a)) return a
  const b = relative('mm2t', answers.totals, answers.groups, options)
  if (E.isLeft(b)) return b
  const metrics = { reward_t2i: a.right.mean, reward_mm2t: b.right.mean }
  if (unify === 'none') return E.right({ t2i: a.right.values, mm2t: b.right.values, metrics })
  const unified = plus(a.right.values, lambda, b.right.values)
  if (unified.some((value) => Math.abs(value) === Infinity))
    return E.left(wrongOption(NAME, 'lambda', 'a number under which advantages stay finite', lambda))
  return E.right({ t2i: unified, mm2t: unified, metrics })
}

const NAME = 'ulmAdvantages'

const OPTIONS = ['numGenerations', 't2iWeights', 'mm2tWeights', 'lambda', 'unify', 'variant']

/** What understanding counts beside generation (CoRL, arXiv 2505.17534). */
const ULM_LAMBDA = 0.8

const optionFault = ({
  lambda = ULM_LAMBDA,
  unify = 'reward',
  variant = 'paper',
}: UlmOptions): RewardError | undefined => {
  if (variant !== 'paper' && variant !== 'released')
    return wrongOption(NAME, 'variant', "'paper' or 'released'", variant)
  if (unify !== 'reward' && unify !== 'advantage' && unify !== 'none')
    return wrongOption(NAME, 'unify', "'reward', 'advantage' or 'none'", unify)
  return Number.isFinite(lambda) ? undefined : wrongOption(NAME, 'lambda', 'a finite number', lambda)
}

interface Branch {
  readonly totals: Float64Array
  readonly groups: Groups
}

const readBranch = (
  name: 't2i' | 'mm2t',
  rewards: Rewards,
  given: ReadonlyArray<number> | null | undefined,
  { numGenerations, variant = 'paper' }: UlmOptions,
): E.Either<RewardError, Branch> => {
  const argument = { owner: NAME, name }
  const table = readRewards(argument, rewards)
  if (E.isLeft(table)) return table
  const { rows, columns } = table.right
  const least = variant === 'released' ? { size: 1 } : { size: 2, hint: " (1 in the variant 'released' alone)" }
  const groups = groupsOf(argument, rows, numGenerations, least)
  if (E.isLeft(groups)) return groups
  const weights = readWeights({ owner: NAME, name: `${name}Weights` }, given, columns.length)
  if (E.isLeft(weights)) return weights
  const totals = weightedTotal(argument, columns, weights.right, variant === 'released' ? 0 : NaN)
  return E.map((values: Float64Array) => ({ totals: values, groups: groups.right }))(totals)
}

const plus = (a: Float64Array, lambda: number, b: Float64Array): Float64Array =>
  a.map((value, i) => value + lambda * (b[i] as number))

interface Relative {
  readonly values: Float64Array
  /** Of what the values are relative to. */
  readonly mean: number
}

const relative = (
  name: string,
  totals: Float64Array,
  groups: Groups,
  { variant = 'paper' }: UlmOptions,
): E.Either<RewardError, Relative> => {
  const argument = { owner: NAME, name }
  const statistics = groupStatistics(argument, totals, groups)
  if (E.isLeft(statistics)) return statistics
  const { mean, deviation } = statistics.right
  const values = totals.map((total, i) => {
    const group = groups.of[i] as number
    const value = (total - (mean[group] as number)) / ((deviation[group] as number) + DEVIATION_EPSILON)
    return variant === 'released' ? value : orZero(value)
  })
  return E.map(({ mean: whole }: Spread) => ({ values, mean: whole }))(spreadOf(argument, totals))
}
