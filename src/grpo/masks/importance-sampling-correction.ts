import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { logRatios, type LogRatios, sumByRow } from './log-ratios.js'
import { readMask } from './mask.js'
import type { Matrix, MatrixInput } from './matrix.js'
import { batchFault, optionsFault } from './option-names.js'
import { wrongInput, wrongOption } from './wrong.js'

/** How far a weight is believed: one weight a token or a completion; cut to the bounds, or 0 outside of them. */
export type ImportanceSamplingMode = 'token_truncate' | 'token_mask' | 'sequence_truncate' | 'sequence_mask'

/** Options of the correction. */
export interface ImportanceSamplingOptions {
  /** Default `'sequence_mask'`, as TRL's. */
  readonly mode?: ImportanceSamplingMode
  /** The least weight, a number of at least 0; null (default): none. */
  readonly clipMin?: number | null
  /** The largest weight, a number of at least `clipMin`; null: none. Default 3. */
  readonly clipMax?: number | null
}

/** What two programs said of the same tokens. */
export interface SampledLogProbs {
  /** o, [N][T]: log-probabilities of the tokens, as the trainer computes them; finite under the mask. */
  readonly oldLogProbs: MatrixInput
  /** s, [N][T]: as the program that made the sample reported them. NaN or null where it reported none. */
  readonly samplingLogProbs: MatrixInput
  /** m, [N][T], the loss mask. */
  readonly mask: MatrixInput
}

/** The weights, and what TRL logs of them. */
export interface ImportanceSamplingCorrection {
  /** W, [N, T], or [N, 1] in the modes of sequences; finite, at least 0. */
  readonly ratio: Matrix<Float64Array>
  /**
   * `sampling/sampling_logp_difference/mean` and `/max` of |o - s| over the tokens that count, those without s left out; and
   * `sampling/importance_sampling_ratio/min`, `/mean` and `/max` of W over these tokens, or over all rows. 0 where there is nothing to look at.
   */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * Weights that mend the gap between the program that samples (an inference engine) and the one that trains: the same model gives a token different
 * probabilities in the two.
 *
 * W = exp(D), D[i,t] = (o - s) m, and in the modes of sequences D[i] = sum_t of it; a token without s has D = 0. Then `'*_truncate'`: W is cut to
 * [`clipMin`, `clipMax`]; `'*_mask'`: W = 0 outside of them. At padding W = 1.
 *
 * @param sampled - o, s and m, of one shape.
 * @param options - Mode and bounds.
 * @returns Left `InvalidInput` for numbers that are none, shapes that differ, or a weight that overflows; `InvalidOption`; else Right weights and metrics.
 * @remarks Paper: truncated importance sampling (Yao et al. 2025, "Your efficient RL framework secretly brings you off-policy RL training"). Same values as TRL 1.16's.
 * @example
 * ```ts @import.meta.vitest
 * const sampled = { oldLogProbs: [[-1, -2, 0]], samplingLogProbs: [[-1, -4, 0]], mask: [[1, 1, 0]] }
 * expect(importanceSamplingCorrection(sampled, { mode: 'token_truncate' })).toMatchObject({
 *   right: { ratio: { shape: [1, 3], data: Float64Array.of(1, 3, 1) } },
 * })
 * expect(importanceSamplingCorrection(sampled)).toMatchObject({ right: { ratio: { shape: [1, 1], data: Float64Array.of(0) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const importanceSamplingCorrection = (
  sampled: SampledLogProbs,
  options: ImportanceSamplingOptions = {},
): E.Either<RewardError, ImportanceSamplingCorrection> => {
  const fault = optionsFault(NAME, options, OPTIONS) ?? batchFault(NAME, 'sampled', sampled)
  if (fault !== undefined) return E.left(fault)
  const { oldLogProbs, samplingLogProbs, mask } = sampled
  const rule = readRule(options)
  if (E.isLeft(rule)) return rule
  const counts = readMask({ owner: NAME, name: 'mask' }, mask)
  if (E.isLeft(counts)) return counts
  const { shape, data: isCounted } = counts.right
  const old = ['oldLogProbs', oldLogProbs] as const
  const differences = logRatios(NAME, old, ['samplingLogProbs', samplingLogProbs], counts.right, 'allowed')
  if (E.isLeft(differences)) return differences
  const { right: difference } = differences
  const { perSequence, weigh } = rule.right
  const [rows, columns] = perSequence ? [shape[0], 1] : shape
  const exponents = perSequence ? sumByRow(difference, rows) : difference.values
  const data = new Float64Array(rows * columns)
  for (let at = 0; at < data.length; at++) {
    const isPadding = !perSequence && isCounted[at] === 0
    const weight = isPadding ? 1 : weigh(Math.exp(exponents[at] as number))
    if (weight === Infinity) {
      const received = `a weight of e^${exponents[at] as number} in row ${Math.floor(at / columns)}`
      return E.left(wrongInput(NAME, 'samplingLogProbs', 'weights that do not overflow (or a `clipMax`)', received))
    }
    data[at] = weight
  }
  const [min, mean, max] = summary(data, perSequence ? undefined : isCounted)
  return E.right({
    ratio: { shape: [rows, columns], data },
    metrics: {
      ...differenceMetrics(difference),
      'sampling/importance_sampling_ratio/min': min,
      'sampling/importance_sampling_ratio/mean': mean,
      'sampling/importance_sampling_ratio/max': max,
    },
  })
}

const NAME = 'importanceSamplingCorrection'

const OPTIONS = ['mode', 'clipMin', 'clipMax']

/** The bound that TRL begins with. */
const DEFAULT_CLIP_MAX = 3

interface Rule {
  readonly perSequence: boolean
  readonly weigh: (weight: number) => number
}

const readRule = (options: ImportanceSamplingOptions): E.Either<RewardError, Rule> => {
  const { mode = 'sequence_mask', clipMin = null, clipMax = DEFAULT_CLIP_MAX } = options
  const [low, high] = [clipMin ?? 0, clipMax ?? Infinity]
  if (typeof low !== 'number' || !(low >= 0 && low < Infinity))
    return E.left(wrongOption(NAME, 'clipMin', 'a finite number of at least 0, or null', clipMin))
  if (typeof high !== 'number' || !(high >= low))
    return E.left(wrongOption(NAME, 'clipMax', `a number of at least ${low} (\`clipMin\`), or null`, clipMax))
  const truncate = (weight: number): number => Math.min(Math.max(weight, low), high)
  const drop = (weight: number): number => (weight < low || weight > high ? 0 : weight)
  switch (mode) {
    case 'token_truncate':
      return E.right({ perSequence: false, weigh: truncate })
    case 'token_mask':
      return E.right({ perSequence: false, weigh: drop })
    case 'sequence_truncate':
      return E.right({ perSequence: true, weigh: truncate })
    case 'sequence_mask':
      return E.right({ perSequence: true, weigh: drop })
    default:
      return E.left(wrongOption(NAME, 'mode', 'token_truncate, token_mask, sequence_truncate or sequence_mask', mode))
  }
}

/** Over the tokens whose log-probabilities are both known. */
const differenceMetrics = ({ values, isKnown }: LogRatios): Readonly<Record<string, number>> => {
  const [, mean, max] = summary(values.map(Math.abs), isKnown)
  return { 'sampling/sampling_logp_difference/mean': mean, 'sampling/sampling_logp_difference/max': max }
}

/** Least, mean and largest of those that count; zeros where none does. */
const summary = (values: Float64Array, isCounted?: Uint8Array): readonly [min: number, mean: number, max: number] => {
  let [count, sum, min, max] = [0, 0, Infinity, -Infinity]
  for (let at = 0; at < values.length; at++) {
    if (isCounted?.[at] === 0) continue
    const value = values[at] as number
    count++
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  return count === 0 ? [0, 0, 0] : [min, sum / count, max]
}
