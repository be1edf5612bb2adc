import * as tf from '@tensorflow/tfjs-core'
import { clippedLoss } from '../blocks/clipped-loss.js'
import { type ImportanceWeight, sequenceWeight, tokenWeight } from '../blocks/importance-weight.js'
import { k3Divergence } from '../blocks/k3-divergence.js'
import { logProbLoss } from '../blocks/log-prob-loss.js'
import { type Masks, masksOf, whereToken } from '../blocks/masks.js'
import { sapoLoss } from '../blocks/sapo-loss.js'
import { scaled } from '../blocks/scaled.js'
import { addLosses, sumUp, type TokenLoss } from '../blocks/token-loss.js'
import { tokenMean } from '../blocks/token-mean.js'
import type { Checked } from '../inputs/read-inputs.js'
import { toTensor } from '../inputs/to-tensor.js'
import type { Values } from '../inputs/values.js'
import type { LossTerms, MetricTensors } from '../rim/loss-terms.js'
import { clipShares } from './clip-shares.js'
import { entropyBonus } from './entropy-bonus.js'
import { entropyMask } from './entropy-mask.js'
import { offPolicyMask } from './off-policy-mask.js'
import type { GrpoSettings } from './options.js'
import { accumulates, tokenWeights } from './token-weights.js'
import { vespoWeight } from './vespo.js'

interface PolicyTerm {
  readonly term: TokenLoss
  readonly metrics: MetricTensors
}

type Optional = 'oldLogProbs' | 'refLogProbs' | 'samplingLogProbs' | 'entropies' | 'importanceWeights'

/** Everything on the backend. */
type Batch = { readonly [K in Optional]?: tf.Tensor2D } & {
  readonly logProbs: tf.Tensor2D
  readonly advantages: tf.Tensor2D
  readonly masks: Masks
}

const batchOf = (inputs: Checked): Batch => {
  const masks = masksOf(inputs)
  const batch: { [K in Optional]?: tf.Tensor2D } = {}
  for (const name of ['oldLogProbs', 'refLogProbs', 'samplingLogProbs', 'entropies', 'importanceWeights'] as const) {
    const values = inputs[name]
    if (values !== undefined) batch[name] = toTensor(values)
  }
  // Elsewhere it is a product that leaves tokens out, and 0 times NaN is none.
  const { importanceWeights } = batch
  if (importanceWeights?.shape[1] === masks.columns) batch.importanceWeights = whereToken(importanceWeights, masks, 1)
  return { ...batch, logProbs: toTensor(inputs.logProbs), advantages: toTensor(inputs.advantages), masks }
}

/**
 * The loss of TRL's GRPOTrainer, term by term, with its gradient with respect to the log-probabilities and, where entropies were given, to
 * these. Runs within the caller's `tidy`.
 *
 * @param given - The top-entropy mask, where it is known already.
 */
export const grpoTerms = (inputs: Checked, settings: GrpoSettings, given?: Values): LossTerms => {
  const batch = batchOf(inputs)
  const { logProbs, oldLogProbs = logProbs, masks } = batch
  const logRatio = whereToken(tf.sub(logProbs, oldLogProbs), masks)
  const weight =
    settings.importanceSamplingLevel === 'sequence' ? sequenceWeight(logRatio, masks) : tokenWeight(logRatio)
  const entropies = batch.entropies === undefined ? undefined : whereToken(batch.entropies, masks)
  const top =
    entropies !== undefined && settings.topEntropyQuantile < 1
      ? given === undefined
        ? entropyMask(entropies, settings.topEntropyQuantile, masks)
        : toTensor(given)
      : undefined
  const policy = policyTerm(batch, weight, logRatio, settings)
  const divergence = divergenceTerm(batch, weight, settings)
  const weights = tokenWeights(settings, masks)
  const kept = keptShares(batch, top, settings).reduce<tf.Tensor2D>((product, share) => tf.mul(product, share), weights)
  const policySum = sumUp(policy.term, kept, weight)
  const sum = divergence === undefined ? policySum : addLosses(policySum, sumUp(divergence.scaled, weights, weight))
  const perStep = settings.mode === 'train' ? 1 / settings.gradientAccumulationSteps : 1
  const share = accumulates(settings) ? 1 : perStep
  const [loss, gradient] = [tf.mul<tf.Scalar>(sum.loss, share), tf.mul<tf.Tensor2D>(sum.gradient, share)]
  const metrics = {
    ...(divergence !== undefined && { kl: tokenMean(divergence.kl, masks) }),
    ...(entropies !== undefined && { entropy: tokenMean(entropies, masks) }),
    ...policy.metrics,
  }
  if (entropies === undefined || settings.entropyCoef === 0) {
    return { loss, gradients: [gradient, ...(entropies === undefined ? [] : [tf.zerosLike(entropies)])], metrics }
  }
  const { bonus, gradient: byEntropy } = entropyBonus(entropies, top, settings.entropyCoef * perStep, masks)
  return {
    loss: tf.sub(loss, bonus),
    gradients: [gradient, tf.neg(byEntropy)],
    metrics: {
      ...metrics,
      policy_loss: sum.loss,
      ...(settings.mode === 'train' && { entropy_coef: tf.scalar(settings.entropyCoef) }),
    },
  }
}

const policyTerm = (
  { logProbs, advantages, importanceWeights, masks }: Batch,
  weight: ImportanceWeight,
  logRatio: tf.Tensor2D,
  settings: GrpoSettings,
): PolicyTerm => {
  switch (settings.lossType) {
    case 'cispo': {
      const cap = settings.epsilonHigh
      const isCut = tf.logicalAnd(tf.greater(weight.value, cap), tf.greater(advantages, 0))
      return {
        term: logProbLoss(tf.minimum(weight.value, cap), logProbs, advantages),
        metrics: { cispo_clip_ratio: tokenMean(tf.cast(isCut, 'float32'), masks) },
      }
    }
    case 'sapo': {
      const temperatures = { positive: settings.sapoTemperaturePos, negative: settings.sapoTemperatureNeg }
      return { term: sapoLoss(weight.value, advantages, temperatures), metrics: {} }
    }
    case 'vespo': {
      const { vespoKPos, vespoLambdaPos, vespoKNeg, vespoLambdaNeg } = settings
      const constants = { kPos: vespoKPos, lambdaPos: vespoLambdaPos, kNeg: vespoKNeg, lambdaNeg: vespoLambdaNeg }
      const phi = vespoWeight(logRatio, advantages, importanceWeights, constants, masks)
      return {
        term: logProbLoss(phi, logProbs, advantages),
        metrics: { 'vespo/phi_seq_mean': tokenMean(phi, masks) },
      }
    }
    case 'grpo':
    case 'bnpo':
    case 'dr_grpo':
    case 'dapo':
    case 'luspo': {
      const range = { low: settings.epsilon, high: settings.epsilonHigh, delta: settings.delta }
      return {
        term: clippedLoss(weight.value, advantages, range),
        metrics: clipShares(weight.value, advantages, range, masks),
      }
    }
  }
}

/** β k3, with ρ k3 in its place where the bias is corrected, and the divergence as it is logged. */
const divergenceTerm = (
  { logProbs, refLogProbs, masks }: Batch,
  { value }: ImportanceWeight,
  { beta, useBiasCorrectionKl, importanceSamplingLevel }: GrpoSettings,
): { readonly scaled: TokenLoss; readonly kl: tf.Tensor } | undefined => {
  if (beta === 0 || refLogProbs === undefined) return undefined
  const plain = k3Divergence(logProbs, refLogProbs, masks)
  if (!useBiasCorrectionKl) {
    return { kl: plain.value, scaled: { value: tf.mul(plain.value, beta), byLogProb: tf.mul(plain.byLogProb, beta) } }
  }
  const kl = scaled(value, plain.value)
  const weighted = tf.mul(kl, beta)
  // Of ρ k3 by l, both of the same token, it is ρ (k3 - exp(x) + 1) = -ρ x: nothing of the size of exp(x) has to cancel.
  if (importanceSamplingLevel === 'token')
    return { kl, scaled: { value: weighted, byLogProb: tf.mul(scaled(value, plain.gap), -beta) } }
  const byLogProb = scaled(value, plain.byLogProb)
  return { kl, scaled: { value: weighted, byLogWeight: weighted, byLogProb: tf.mul(byLogProb, beta) } }
}

/** What the policy term is multiplied by, and the KL term is not. */
const keptShares = (
  { logProbs, oldLogProbs = logProbs, samplingLogProbs = oldLogProbs, advantages, importanceWeights, masks }: Batch,
  top: tf.Tensor2D | undefined,
  { offPolicyMaskThreshold, lossType }: GrpoSettings,
): ReadonlyArray<tf.Tensor> => [
  ...(offPolicyMaskThreshold === null
    ? []
    : [offPolicyMask(logProbs, samplingLogProbs, advantages, offPolicyMaskThreshold, masks)]),
  ...(top === undefined ? [] : [top]),
  ...(importanceWeights === undefined || lossType === 'vespo' ? [] : [importanceWeights]),
]
