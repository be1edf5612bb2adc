/**
 * The GRPO core: advantages, masks, policy losses with their gradients, and log-probabilities of tokens. Advantages and masks are plain
 * arithmetic in float64; losses and log-probabilities run on tensors of @tensorflow/tfjs-core, on whichever backend is in use; `pickBackend` sets
 * the fastest that opens.
 *
 * @since 0.5.0
 */
export type { BackendName } from '../adapters/tfjs/backend-name.js'
export { pickBackend, type PickedBackend, type PickOptions } from '../adapters/tfjs/pick-backend.js'
export { type AdvantageOptions, type Advantages, advantages } from './advantages/advantages.js'
export { advantagesOfOutcomes, type OutcomeOptions, type ScoreLine } from './advantages/advantages-of-outcomes.js'
export type { GroupOptions } from './advantages/group-options.js'
export type { Rewards } from './advantages/reward-table.js'
export { rlooAdvantages, type RlooOptions, type RlooPenalty } from './advantages/rloo-advantages.js'
export { ulmAdvantages, type UlmAdvantages, type UlmOptions, type UlmRewards } from './advantages/ulm-advantages.js'
export type { Metrics } from './advantages/reward-metrics.js'
export { gpgAdvantages } from './advantages/verl/gpg.js'
export { opoAdvantages } from './advantages/verl/opo.js'
export { passAtKAdvantages, type PassAtKOptions } from './advantages/verl/pass-at-k.js'
export { reinforcePlusPlus, type ReinforcePlusPlusOptions } from './advantages/verl/reinforce-plus-plus.js'
export { reinforcePlusPlusBaseline } from './advantages/verl/reinforce-plus-plus-baseline.js'
export { remaxAdvantages, type RemaxBatch } from './advantages/verl/remax.js'
export { verlGrpo, type VerlGrpoOptions } from './advantages/verl/verl-grpo.js'
export { verlRloo, type VerlRlooOptions } from './advantages/verl/verl-rloo.js'
export type { GroupedTokenRewards, TokenAdvantages, TokenRewards } from './advantages/verl/token-rewards.js'
export {
  verlAdvantages,
  type VerlBatch,
  type VerlEstimator,
  type VerlOptions,
} from './advantages/verl/verl-advantages.js'
export { type ArrayLogProbsOptions, type TokenLogProbsOptions } from './log-probs/options.js'
export type { ArrayLogProbs } from './log-probs/arrays/measure-tokens.js'
export { endLogProbWorkers } from './log-probs/crew/crew.js'
export type { Logits } from './log-probs/inputs/read-logits.js'
export {
  lossAndLogitGradients,
  type LogitGradients,
  type LogitGradientsOptions,
  type LossOfTokens,
  type TokenGradients,
} from './log-probs/loss-and-logit-gradients.js'
export { readTokenLogProbs } from './log-probs/read-token-log-probs.js'
export type { TensorLogProbs } from './log-probs/tensors/tensor-log-probs.js'
export { tokenLogProbs } from './log-probs/token-log-probs.js'
export {
  grpoLoss,
  grpoLossAndGrad,
  type GrpoLossAndGrad,
  grpoLossTensors,
  type GrpoLossTensors,
} from './loss/grpo-loss.js'
export type { LossInputs } from './loss/inputs/read-inputs.js'
export type { RowValues, TokenMask, TokenValues } from './loss/inputs/values.js'
export type { MetricTensors } from './loss/rim/loss-terms.js'
export type { TokenGradient } from './loss/rim/read-terms.js'
export {
  rlooLoss,
  rlooLossAndGrad,
  type RlooLossAndGrad,
  type RlooLossInputs,
  type RlooLossOptions,
} from './loss/rloo/rloo-loss.js'
export type { GrpoLossOptions, GrpoLossType } from './loss/trl/options.js'
export {
  ulmLoss,
  ulmLossAndGrad,
  type UlmBranch,
  type UlmLossAndGrad,
  type UlmLossInputs,
  type UlmLossOptions,
} from './loss/ulm/ulm-loss.js'
export { klPenalty, type KlPenaltyInputs, type KlPenaltyOptions } from './loss/verl/kl-penalty.js'
export type { KlPenalty } from './loss/verl/divergence.js'
export type { LossAggMode, PolicyLossMode, PolicyLossOptions } from './loss/verl/options.js'
export {
  policyLoss,
  policyLossAndGrad,
  type PolicyLossAndGrad,
  type PolicyLossInputs,
} from './loss/verl/policy-loss.js'
export { completionMask, type CompletionMaskOptions, type PaddedCompletions } from './masks/completion-mask.js'
export {
  importanceSamplingCorrection,
  type ImportanceSamplingCorrection,
  type ImportanceSamplingMode,
  type ImportanceSamplingOptions,
  type SampledLogProbs,
} from './masks/importance-sampling-correction.js'
export { lossMask, type LossMask } from './masks/loss-mask.js'
export type { Mask } from './masks/mask.js'
export type { Matrix, MatrixInput } from './masks/matrix.js'
export { offPolicySequenceMask, type OffPolicyBatch, type OffPolicyOptions } from './masks/off-policy-sequence-mask.js'
export { topEntropyMask, type TopEntropyOptions } from './masks/top-entropy-mask.js'
