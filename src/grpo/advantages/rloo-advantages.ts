import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { logRatios, sumByRow } from '../masks/log-ratios.js'
import { readMask } from '../masks/mask.js'
import type { MatrixInput } from '../masks/matrix.js'
import { batchFault, optionsFault } from '../masks/option-names.js'
import { wrongInput, wrongOption } from '../masks/wrong.js'
import type { Advantages } from './advantages.js'
import { GROUP_OPTIONS, type GroupOptions, readGroups } from './group-options.js'
import { groupStatistics, type GroupStatistics } from './group-statistics.js'
import type { Groups } from './groups.js'
import { rewardMetrics, shareOfZeros, type Spread } from './reward-metrics.js'
import type { Rewards } from './reward-table.js'
import { batchSpread, DEVIATION_EPSILON, orZero } from './scaling.js'

/** A charge for moving away from the reference model, taken off the reward. */
export interface RlooPenalty {
  /** What a nat of divergence costs: a finite number. TRL's default is 0.05. */
  readonly beta: number
  /** o, [N][T], finite under the mask. */
  readonly oldLogProbs: MatrixInput
  /** f, [N][T], finite under the mask. */
  readonly refLogProbs: MatrixInput
  /** c, [N][T]. */
  readonly completionMask: MatrixInput
}

/**
 * Options of {@link rlooAdvantages}.
 *
 * @category model
 * @since 0.5.0
 */
export interface RlooOptions extends GroupOptions {
  /** [lo, hi]: the weighted sums are cut to it first. Default (or null): not at all. */
  readonly rewardClipRange?: readonly [lo: number, hi: number] | null
  /** The charge for divergence. Default: none. */
  readonly kl?: RlooPenalty
  /** Whether the advantages are normalised over the batch. Default false. */
  readonly normalizeAdvantages?: boolean
}

/**
 * Leave-one-out advantages (RLOO): each completion against the mean of the others of its group.
 *
 * r_i = sum_k w_k R[i,k], cut to `rewardClipRange`, less beta sum_t c (o - f) (the estimate k1 of the KL divergence; it may be negative).
 * A_i = r_i - (sum_{j != i} r_j) / (n - 1) over the n completions of the group that were scored. `normalizeAdvantages`: (A - mean) / (std + 1e-4) over the batch.
 *
 * @param rewards - R, [N][K], N a multiple of G; null or NaN where a function does not apply. An infinity is an error.
 * @param options - `numGenerations` at least.
 * @returns Left `InvalidInput` or `InvalidOption`, naming the argument; else Right A, finite, and metrics as those of `advantages`, `kl` (the
 *   estimate a token, in nats) beside them where there is a charge. `reward` and `reward_std` are of the sums before cut and charge.
 * @remarks A completion that no function scored, or that alone was scored in its group, has A = 0. Paper: Back to Basics (arXiv 2402.14740). Same values as TRL 1.16's.
 * @example
 * ```ts @import.meta.vitest
 * expect(rlooAdvantages([3, 0, 0], { numGenerations: 3 })).toMatchObject({ right: { advantages: Float64Array.of(3, -1.5, -1.5) } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const rlooAdvantages = (rewards: Rewards, options: RlooOptions): E.Either<RewardError, Advantages> => {
  const fault = optionsFault(NAME, options, OPTIONS) ?? optionFault(options)
  if (fault !== undefined) return E.left(fault)
  const read = readGroups(NAME, rewards, options)
  if (E.isLeft(read)) return read
  const { totals, groups, rows } = read.right
  const logged = rewardMetrics(NAME, read.right)
  if (E.isLeft(logged)) return logged
  const { rewardClipRange, kl, normalizeAdvantages = false } = options
  const divergence = kl === undefined ? E.right(undefined) : divergenceOf(kl, rows)
  if (E.isLeft(divergence)) return divergence
  const [lo, hi] = rewardClipRange ?? [-Infinity, Infinity]
  const charges = divergence.right?.byRow
  const values = totals.map((total, i) => {
    const charge = kl === undefined || charges === undefined ? 0 : kl.beta * (charges[i] as number)
    return Math.min(Math.max(total, lo), hi) - charge
  })
  const statistics = groupStatistics({ owner: NAME, name: 'rewards' }, values, groups)
  if (E.isLeft(statistics)) return statistics
  const own = leaveOneOut(values, statistics.right, groups)
  const final = normalizeAdvantages ? normalized(own) : E.right(own)
  if (E.isLeft(final)) return final
  const { deviation } = statistics.right
  return E.right({
    advantages: final.right.map(orZero),
    metrics: {
      ...logged.right,
      frac_reward_zero_std: shareOfZeros(options.numGenerations === 1 ? deviation.fill(0) : deviation),
      ...(divergence.right === undefined ? {} : { kl: divergence.right.perToken }),
    },
  })
}

const NAME = 'rlooAdvantages'

const optionFault = ({ rewardClipRange, kl, normalizeAdvantages = false }: RlooOptions): RewardError | undefined => {
  if (typeof normalizeAdvantages !== 'boolean')
    return wrongOption(NAME, 'normalizeAdvantages', 'true or false', normalizeAdvantages)
  if (rewardClipRange !== undefined && rewardClipRange !== null && !isInterval(rewardClipRange))
    return wrongOption(NAME, 'rewardClipRange', 'two numbers [lo, hi], lo at most hi', rewardClipRange)
  if (kl === undefined) return undefined
  const fault = batchFault(NAME, 'kl', kl)
  if (fault !== undefined) return fault
  return Number.isFinite(kl.beta) ? undefined : wrongOption(NAME, 'kl.beta', 'a finite number', kl.beta)
}

const OPTIONS = [...GROUP_OPTIONS, 'rewardClipRange', 'kl', 'normalizeAdvantages']

const isInterval = (range: unknown): boolean =>
  Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0] <= range[1]

interface Divergence {
  /** sum_t c (o - f) of every row. */
  readonly byRow: Float64Array
  /** The same over all tokens, divided by their number. */
  readonly perToken: number
}

const divergenceOf = (
  { oldLogProbs, refLogProbs, completionMask }: RlooPenalty,
  rows: number,
): E.Either<RewardError, Divergence> => {
  const mask = readMask({ owner: NAME, name: 'kl.completionMask' }, completionMask)
  if (E.isLeft(mask)) return mask
  if (mask.right.shape[0] !== rows) {
    const expected = `${rows} rows, one a completion`
    return E.left(wrongInput(NAME, 'kl.completionMask', expected, String(mask.right.shape[0])))
  }
  const old = ['kl.oldLogProbs', oldLogProbs] as const
  const ratios = logRatios(NAME, old, ['kl.refLogProbs', refLogProbs], mask.right, 'refused')
  if (E.isLeft(ratios)) return ratios
  const byRow = sumByRow(ratios.right, rows)
  const tokens = mask.right.data.reduce((sum, one) => sum + one, 0)
  return E.right({ byRow, perToken: byRow.reduce((sum, value) => sum + value, 0) / Math.max(1, tokens) })
}

/** r_i - (sum of the others) / (n - 1) = (r_i - mu) n / (n - 1); NaN where there are no others. */
const leaveOneOut = (values: Float64Array, { count, mean }: GroupStatistics, { of }: Groups): Float64Array =>
  values.map((value, i) => {
    const group = of[i] as number
    const others = (count[group] as number) - 1
    return others < 1 ? NaN : ((value - (mean[group] as number)) * (others + 1)) / others
  })

const normalized = (values: Float64Array): E.Either<RewardError, Float64Array> =>
  E.map(({ mean, deviation }: Spread) => values.map((value) => (value - mean) / (deviation + DEVIATION_EPSILON)))(
    batchSpread(NAME, values),
  )
