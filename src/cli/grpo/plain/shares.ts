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
  const mask = topEntropyMask({ shape: [rows, columns], data }, { shape: [rows, columns], data: counts }, settings)
  return E.isRight(mask) ? mask.right.data : undefined
}

/** What the policy loss of each token is multiplied by: the off-policy mask, e, and W. */
export const policyShares = (
  batch: Batch,
  { counts, lengths }: Counts,
  top: Uint8Array | undefined,
  { offPolicyMaskThreshold, lossType }: PlainSettings,
): Float64Array => {
  const { columns, logProbs, samplingLogProbs = batch.oldLogProbs, advantages, importanceWeights } = batch
  const shares = new Float64Array(counts.length).fill(1)
  if (offPolicyMaskThreshold !== null) {
    const drifts = new Float64Array(batch.rows)
    for (let at = 0; at < counts.length; at++) {
      const [row, gap] = [Math.floor(at / columns), (samplingLogProbs[at] as number) - (logProbs[at] as number)]
      if (counts[at] === 1 && !Number.isNaN(gap)) drifts[row] = (drifts[row] as number) + gap
    }
    for (let at = 0; at < shares.length; at++) {
      const row = Math.floor(at / columns)
      const drift = (drifts[row] as number) / Math.max(lengths[row] as number, 1)
      if ((advantages[at] as number) < 0 && drift > offPolicyMaskThreshold) shares[at] = 0
    }
  }
  for (let at = 0; at < shares.length; at++) {
    if (top?.[at] === 0) shares[at] = 0
    if (importanceWeights !== undefined && lossType !== 'vespo')
      shares[at] = (shares[at] as number) * (importanceWeights[at] as number)
  }
  return shares
}

/** φ, vespo's weight of each token's completion. */
export const vespoWeights = (
  batch: Batch,
  { counts }: Counts,
  logRatios: Float64Array,
  { vespoKPos, vespoLambdaPos, vespoKNeg, vespoLambdaNeg }: PlainSettings,
): Float64Array => {
  const { rows, columns, importanceWeights, hasRowWeights, completionMask } = batch
  const sums = new Float64Array(rows)
  for (let at = 0; at < counts.length; at++) {
    const row = Math.floor(at / columns)
    const ratio = counts[at] === 1 ? Math.min(Math.max(logRatios[at] as number, -MOST), MOST) : 0
    const isWeighed = hasRowWeights ? at % columns === 0 : completionMask[at] === 1
    const weight = importanceWeights === undefined || !isWeighed ? 1 : (importanceWeights[at] as number)
    sums[row] = (sums[row] as number) + ratio + Math.min(Math.log(Math.max(weight, LEAST_WEIGHT)), MOST)
  }
  return batch.advantages.map((advantage, at) => {
    const q = Math.min(Math.max(sums[Math.floor(at / columns)] as number, Math.log(LEAST_WEIGHT)), MOST)
    const isGood = advantage >= 0
    const lambda = Math.max(isGood ? vespoLambdaPos : vespoLambdaNeg, LEAST_LAMBDA)
    const phi = Math.exp(lambda + (isGood ? vespoKPos : vespoKNeg) * q - lambda * Math.exp(q))
    return Number.isFinite(phi) ? phi : 0
  })
}
