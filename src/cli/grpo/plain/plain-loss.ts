import type { Batch } from './batch.js'
import { countsOf, type Counts, rowFactors } from './counts.js'
import { entropyShares, policyShares, vespoWeights } from './shares.js'
import type { PlainSettings } from './settings.js'
import { klTerm, tokenTerm } from './token-terms.js'

/** A loss with everything on the way to it, row after row. */
export interface PlainLoss {
  readonly counts: Counts
  /** ρ of each token; where it stands for the completion, the same for all of its tokens. */
  readonly ratios: Float64Array
  /** The loss of each token with its KL term, before it is divided by anything; where it does not count, anything. */
  readonly tokenLosses: Float64Array
  readonly loss: number
  /** The same with all terms counted as positive: what rounding is relative to. */
  readonly magnitude: number
  readonly gradLogProbs: Float64Array
  readonly gradEntropies: Float64Array
}

/**
 * The loss in float64 and step by step, for looking at a trainer's steps, and with every way to get it wrong as a setting. Without a slip it is the
 * loss of the library; docs/grpo-loss.md has the formulas.
 */
export const plainLoss = (batch: Batch, settings: PlainSettings): PlainLoss => {
  const { columns, logProbs, refLogProbs, advantages } = batch
  const counts = countsOf(batch)
  const logRatios = differences(batch, settings)
  const logWeights = levelled(logRatios, columns, counts, settings)
  const ratios = settings.ratio === 'log' ? logWeights : logWeights.map(Math.exp)
  const top = entropyShares(batch, counts, settings)
  const shares = policyShares(batch, counts, top, settings)
  const phi = settings.lossType === 'vespo' ? vespoWeights(batch, counts, logRatios, settings) : undefined
  const factors = rowFactors(batch, counts, settings)
  const tokenLosses = new Float64Array(logProbs.length)
  const [byLogRatio, byLogProb] = [new Float64Array(logProbs.length), new Float64Array(logProbs.length)]
  let [loss, magnitude] = [0, 0]
  for (let at = 0; at < logProbs.length; at++) {
    const [ratio, l] = [ratios[at] as number, logProbs[at] as number]
    const share = shares[at] as number
    const policy = tokenTerm(ratio, l, advantages[at] as number, phi?.[at] ?? 1, settings)
    const kl = divergence(ratio, l, refLogProbs?.[at], settings)
    const klShare = settings.klMasked === true ? share : 1
    const value = times(policy.value, share) + kl.value * klShare
    tokenLosses[at] = value
    const factor = (factors[Math.floor(at / columns)] as number) * (settings.factor ?? 1)
    if (counts.counts[at] === 0 && !Number.isNaN(factor)) continue
    loss += factor * value
    magnitude += Math.abs(factor * value)
    const gradientShare = settings.gradient === 'policy held' ? 0 : share
    byLogRatio[at] = factor * (times(policy.byLogRatio, gradientShare) + kl.byLogRatio * klShare)
    byLogProb[at] = factor * (times(policy.byLogProb, gradientShare) + kl.byLogProb * klShare)
  }
  const bonus = entropyBonus(batch, counts, top, settings)
  const scale = settings.gradientFactor ?? 1
  const pulled = pulledBack(byLogRatio, columns, counts, settings)
  return {
    counts,
    ratios,
    tokenLosses,
    loss: loss - bonus.value * (settings.factor ?? 1),
    magnitude: magnitude + Math.abs(bonus.value),
    gradLogProbs: byLogProb.map((value, at) => scale * (value + (pulled[at] as number))),
    gradEntropies: bonus.byEntropy.map((value) => -value * scale * (settings.factor ?? 1)),
  }
}

/** 0 times anything is 0. */
const times = (value: number, share: number): number => (share === 0 ? 0 : value * share)

/** l - o, whatever that is at padding. */
const differences = ({ logProbs, oldLogProbs }: Batch, { ratio }: PlainSettings): Float64Array => {
  const sign = ratio === 'inverted' ? -1 : 1
  return logProbs.map((l, at) => sign * (l - (oldLogProbs[at] as number)))
}

const isBySequence = ({ importanceSamplingLevel }: PlainSettings): boolean => importanceSamplingLevel === 'sequence'

/** log ρ: of tokens as they are, of completions their mean. */
const levelled = (
  logRatios: Float64Array,
  columns: number,
  { counts, lengths }: Counts,
  settings: PlainSettings,
): Float64Array => {
  if (!isBySequence(settings)) return logRatios
  const sums = new Float64Array(lengths.length)
  for (let at = 0; at < logRatios.length; at++) {
    const row = Math.floor(at / columns)
    if (counts[at] === 1) sums[row] = (sums[row] as number) + (logRatios[at] as number)
  }
  const divisor = (row: number): number => (settings.ratio === 'sum' ? 1 : Math.max(lengths[row] as number, 1))
  return logRatios.map((_, at) => {
    const row = Math.floor(at / columns)
    return (sums[row] as number) / divisor(row)
  })
}

/** From the gradient by each use of log ρ to that by l. */
const pulledBack = (
  gradient: Float64Array,
  columns: number,
  { counts, lengths }: Counts,
  settings: PlainSettings,
): Float64Array => {
  const sign = settings.ratio === 'inverted' ? -1 : 1
  if (!isBySequence(settings) || settings.gradient === 'token by token') return gradient.map((value) => sign * value)
  const sums = new Float64Array(lengths.length)
  for (let at = 0; at < gradient.length; at++) {
    const row = Math.floor(at / columns)
    sums[row] = (sums[row] as number) + (gradient[at] as number)
  }
  return gradient.map((_, at) => {
    const row = Math.floor(at / columns)
    const divisor = settings.ratio === 'sum' ? 1 : Math.max(lengths[row] as number, 1)
    return counts[at] === 1 ? (sign * (sums[row] as number)) / divisor : 0
  })
}

/** β times the KL term, multiplied by ρ where the bias is corrected. */
const divergence = (
  ratio: number,
  logProb: number,
  refLogProb: number | undefined,
  { beta, useBiasCorrectionKl, kl, gradient }: PlainSettings,
): { readonly value: number; readonly byLogRatio: number; readonly byLogProb: number } => {
  if (beta === 0 || refLogProb === undefined) return { value: 0, byLogRatio: 0, byLogProb: 0 }
  const term = klTerm(logProb, refLogProb, kl)
  const weight = beta * (useBiasCorrectionKl ? ratio : 1)
  const value = times(weight, term.value)
  if (gradient === 'kl held') return { value, byLogRatio: 0, byLogProb: 0 }
  const isWeightFree = useBiasCorrectionKl && gradient !== 'kl weight held'
  return { value, byLogRatio: isWeightFree ? value : 0, byLogProb: times(weight, term.byLogProb) }
}

const entropyBonus = (
  { entropies }: Batch,
  { counts }: Counts,
  top: Uint8Array | undefined,
  settings: PlainSettings,
): { readonly value: number; readonly byEntropy: Float64Array } => {
  const { entropyCoef, mode, gradientAccumulationSteps, bonus } = settings
  const byEntropy = new Float64Array(counts.length)
  if (entropies === undefined || entropyCoef === 0) return { value: 0, byEntropy }
  const kept = bonus === 'all tokens' ? counts : (top ?? counts)
  const count = bonus === 'positions' ? counts.length : kept.reduce((sum, one) => sum + one, 0)
  const steps = mode === 'train' && bonus !== 'whole' ? gradientAccumulationSteps : 1
  const factor = entropyCoef / Math.max(count, 1) / steps
  let value = 0
  for (let at = 0; at < counts.length; at++) {
    if (kept[at] === 0) continue
    value += factor * (entropies[at] as number)
    byEntropy[at] = factor
  }
  return { value, byEntropy }
}
