import * as E from 'fp-ts/lib/Either.js'
import { topEntropyMask } from '../../../grpo/masks/top-entropy-mask.js'
import type { Batch } from './batch.js'
import type { Counts } from './counts.js'
import type { PlainSettings } from './settings.js'

/** The bounds of vespo's log weights: of a token, and of a completion from below; and the least λ. */
const [MOST, LEAST_WEIGHT, LEAST_LAMBDA] = [20, 1e-8, 1e-4]

/** e, the mask of the tokens of the highest entropy; nothing where all count. */
export const entropyShares = (batch: Batch, { counts }: Counts, settings: PlainSettings): Uint8Array | undefined => {
  const { entropies, rows, columns, completionMask } = batch
  if (entropies === undefined || settings.topEntropyQuantile >= 1) return undefined
  const sign = settings.topEntropy === 'lowest' ? -1 : 1
  const data = entropies.map((entropy, at) => (completionMask[at] === 0 ? 0 : sign * entropy))
  const among = (shape: readonly [number, number], values: Float64Array, mask: Uint8Array): Uint8Array => {
    const top = topEntropyMask({ shape, data: values }, { shape, data: mask }, settings)
    return E.isRight(top) ? top.right.data : mask
  }
  if (settings.topEntropy === 'by completion') {
    const shares = new Uint8Array(counts.length)
    for (let at = 0; at < counts.length; at += columns) {
      const [values, mask] = [data.subarray(at, at + columns), counts.subarray(at, at + columns)]
      shares.set(among([1, columns], values, mask), at)
    }
    return shares
  }
  if (settings.topEntropy !== 'padding counted') return among([rows, columns], data, counts)
  const top = among([rows, columns], data, new Uint8Array(counts.length).fill(1))
  return counts.map((one, at) => one * (top[at] as number))
}

/** What the policy loss of each token is multiplied by: the off-policy mask, e, and W. */
export const policyShares = (
  batch: Batch,
  { counts, lengths }: Counts,
  top: Uint8Array | undefined,
  settings: PlainSettings,
): Float64Array => {
  const { columns, advantages, importanceWeights } = batch
  const { offPolicyMaskThreshold: threshold, offPolicy, lossType } = settings
  const shares = new Float64Array(counts.length).fill(1)
  const drifts = threshold === null ? undefined : driftsOf(batch, { counts, lengths }, settings)
  for (let at = 0; at < shares.length; at++) {
    const isJudged = offPolicy === 'any advantage' || (advantages[at] as number) < 0
    const drift = drifts?.[Math.floor(at / columns)] ?? -Infinity
    if (top?.[at] === 0 || (isJudged && drift > (threshold ?? Infinity))) shares[at] = 0
    if (importanceWeights !== undefined && lossType !== 'vespo')
      shares[at] = (shares[at] as number) * (importanceWeights[at] as number)
  }
  return shares
}

/** How far the policy has moved off from each completion: the mean of s - l. */
const driftsOf = (
  { rows, columns, logProbs, oldLogProbs, samplingLogProbs = oldLogProbs }: Batch,
  { counts, lengths }: Pick<Counts, 'counts' | 'lengths'>,
  { offPolicy }: PlainSettings,
): Float64Array => {
  const sums = new Float64Array(rows)
  for (let at = 0; at < counts.length; at++) {
    const [row, gap] = [Math.floor(at / columns), (samplingLogProbs[at] as number) - (logProbs[at] as number)]
    if (counts[at] === 1 && !Number.isNaN(gap)) sums[row] = (sums[row] as number) + gap
  }
  if (offPolicy === 'sum') return sums
  const sign = offPolicy === 'negated' ? -1 : 1
  return sums.map((sum, row) => (sign * sum) / Math.max(lengths[row] as number, 1))
}

/** φ, vespo's weight of each token's completion. */
export const vespoWeights = (
  batch: Batch,
  { counts, lengths }: Counts,
  logRatios: Float64Array,
  { vespoKPos, vespoLambdaPos, vespoKNeg, vespoLambdaNeg, vespo }: PlainSettings,
): Float64Array => {
  const { rows, columns, importanceWeights, hasRowWeights, completionMask } = batch
  const sums = new Float64Array(rows)
  for (let at = 0; at < counts.length; at++) {
    const row = Math.floor(at / columns)
    const ratio = counts[at] === 1 ? Math.min(Math.max(logRatios[at] as number, -MOST), MOST) : 0
    const isWeighed = hasRowWeights ? at % columns === 0 : completionMask[at] === 1
    const weight = importanceWeights === undefined || !isWeighed ? 1 : (importanceWeights[at] as number)
    const share = vespo === 'mean' ? 1 / Math.max(lengths[row] as number, 1) : 1
    sums[row] = (sums[row] as number) + ratio * share + Math.min(Math.log(Math.max(weight, LEAST_WEIGHT)), MOST)
  }
  return batch.advantages.map((advantage, at) => {
    const q = Math.min(Math.max(sums[Math.floor(at / columns)] as number, Math.log(LEAST_WEIGHT)), MOST)
    if (vespo === 'plain weight') return Math.exp(q)
    const isGood = advantage >= 0
    const lambda = Math.max(isGood ? vespoLambdaPos : vespoLambdaNeg, LEAST_LAMBDA)
    const phi = Math.exp(lambda + (isGood ? vespoKPos : vespoKNeg) * q - lambda * Math.exp(q))
    return Number.isFinite(phi) ? phi : 0
  })
}
