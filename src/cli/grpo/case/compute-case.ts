import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { type Advantages, advantages } from '../../../grpo/advantages/advantages.js'
import type { GrpoLossAndGrad, grpoLossAndGrad } from '../../../grpo/loss/grpo-loss.js'
import type { LossInputs } from '../../../grpo/loss/inputs/read-inputs.js'
import {
  type ImportanceSamplingCorrection,
  importanceSamplingCorrection,
} from '../../../grpo/masks/importance-sampling-correction.js'
import { lossMask } from '../../../grpo/masks/loss-mask.js'
import type { MatrixInput } from '../../../grpo/masks/matrix.js'
import type { GrpoCase } from './read-case.js'

/** The loss of the library, loaded when the first case needs it. */
export type LossOf = typeof grpoLossAndGrad

/** What comes out of a case. */
export interface Computed {
  readonly advantages?: Advantages
  readonly correction?: ImportanceSamplingCorrection
  readonly loss?: GrpoLossAndGrad
  /** What the loss was computed of. */
  readonly inputs?: LossInputs
}

/** Whose advantages and weights the loss is computed of, where there are both: computed ones, or those of the case. */
export type Whose = 'computed' | 'given'

/**
 * Advantages of the rewards, weights of the log-probabilities, and the loss with its gradients: whatever the case holds the inputs of.
 *
 * @param loadLoss - Called where there are log-probabilities.
 */
export const computeCase = async (
  case_: GrpoCase,
  loadLoss: () => Promise<LossOf>,
  whose: Whose,
): Promise<E.Either<RewardError, Computed>> => {
  const before = beforeLoss(case_, whose)
  if (E.isLeft(before) || before.right.inputs === undefined) return before
  const loss = await (await loadLoss())(before.right.inputs, case_.config.loss)()
  return E.map((right: GrpoLossAndGrad) => ({ ...before.right, loss: right }))(loss)
}

/** Everything but the loss: advantages, weights, and what the loss is computed of. */
export const beforeLoss = (
  { rewards, inputs, config, correction }: GrpoCase,
  whose: Whose,
): E.Either<RewardError, Computed> => {
  if (rewards === undefined && inputs === undefined)
    return E.left({ _tag: 'MissingField', reward: 'grpo', field: 'rewards', hint: 'or log_probs' })
  const relative = rewards === undefined ? E.right(undefined) : advantages(rewards, config.advantages)
  if (E.isLeft(relative)) return relative
  const computed: Computed = relative.right === undefined ? {} : { advantages: relative.right }
  if (inputs === undefined) return E.right(computed)
  const corrected = correction === undefined ? E.right(undefined) : correctionOf(inputs, correction)
  if (E.isLeft(corrected)) return corrected
  const own: Partial<LossInputs> = {
    ...(relative.right !== undefined && { advantages: relative.right.advantages }),
    ...(corrected.right !== undefined && { importanceWeights: corrected.right.ratio }),
  }
  const all: LossInputs = whose === 'computed' ? { ...inputs, ...own } : { ...own, ...inputs }
  return E.right({
    ...computed,
    ...(corrected.right !== undefined && { correction: corrected.right }),
    inputs: all,
  })
}

/** The weights against the inference engine that the inputs of a loss give. */
export const correctionOf = (
  { logProbs, oldLogProbs, samplingLogProbs, completionMask, toolMask }: LossInputs,
  options: NonNullable<GrpoCase['correction']>,
): E.Either<RewardError, ImportanceSamplingCorrection> => {
  const counts = lossMask(completionMask as MatrixInput, toolMask as MatrixInput | undefined)
  if (E.isLeft(counts)) return counts
  if (samplingLogProbs === undefined || samplingLogProbs === null) {
    const hint = 'needed by `importance_sampling_correction`'
    return E.left({ _tag: 'MissingField', reward: 'grpo', field: 'samplingLogProbs', hint })
  }
  const sampled = {
    oldLogProbs: (oldLogProbs ?? logProbs) as MatrixInput,
    samplingLogProbs: samplingLogProbs as MatrixInput,
    mask: counts.right,
  }
  return importanceSamplingCorrection(sampled, options)
}
