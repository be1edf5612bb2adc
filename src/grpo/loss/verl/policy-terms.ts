import * as tf from '@tensorflow/tfjs-core'
import { choose } from '../blocks/choose.js'
import { type ClipRange, clippedLoss } from '../blocks/clipped-loss.js'
import { type ImportanceWeight, tokenWeight } from '../blocks/importance-weight.js'
import { logProbLoss } from '../blocks/log-prob-loss.js'
import { type Masks, masksOf, whereToken } from '../blocks/masks.js'
import { sapoLoss } from '../blocks/sapo-loss.js'
import { scaled } from '../blocks/scaled.js'
import { sumUp, type TokenLoss } from '../blocks/token-loss.js'
import type { Checked } from '../inputs/read-inputs.js'
import { toTensor } from '../inputs/to-tensor.js'
import type { LossTerms, MetricTensors } from '../rim/loss-terms.js'
import { aggregationWeights } from './aggregate.js'
import { covariance } from './covariance.js'
import { dualClip } from './dual-clip.js'
import { geoMeanLoss } from './geo-mean.js'
import { maskedMean, plainMean, shareOf } from './masked-mean.js'
import type { PolicySettings } from './options.js'
import { randomOrder } from './random-order.js'
import { selectLargest } from './select.js'
import { boundedWeight, tokenwiseSequenceWeight } from './weights.js'

/** What the losses of all modes are made of. */
interface Batch {
  readonly logProbs: tf.Tensor2D
  readonly logRatio: tf.Tensor2D
  /** [B, T]: 0 where nothing counts. */
  readonly advantages: tf.Tensor2D
  readonly masks: Masks
}

interface PolicyTerm {
  readonly term: TokenLoss
  readonly weight: ImportanceWeight
  readonly metrics: MetricTensors
}

/** The loss of verl's actor, with its gradient with respect to the log-probabilities. Runs within the caller's `tidy`. */
export const policyTerms = (inputs: Checked, settings: PolicySettings): LossTerms => {
  const masks = masksOf(inputs)
  const logProbs = toTensor(inputs.logProbs)
  const oldLogProbs = inputs.oldLogProbs === undefined ? logProbs : toTensor(inputs.oldLogProbs)
  const logRatio = whereToken(tf.sub(logProbs, oldLogProbs), masks)
  const advantages = choose(masks.counts, toTensor(inputs.advantages), 0)
  const importanceWeights =
    inputs.importanceWeights === undefined ? undefined : choose(masks.counts, toTensor(inputs.importanceWeights), 1)
  const { lossMode, lossAggMode, lossScaleFactor, clipRatioLow: low, clipRatioHigh: high } = settings
  if (lossMode === 'geo_mean') {
    const { loss, gradient, metrics } = geoMeanLoss(logRatio, advantages, importanceWeights, { low, high }, masks)
    return { loss, gradients: [gradient], metrics }
  }
  const { term, weight, metrics } = MODES[lossMode]({ logProbs, logRatio, advantages, masks }, settings)
  const isBySequence = lossMode === 'gspo' || lossMode === 'sapo'
  const plain = aggregationWeights(isBySequence ? 'seq-mean-token-mean' : lossAggMode, lossScaleFactor, masks)
  const weights = importanceWeights === undefined ? plain : tf.mul<tf.Tensor2D>(plain, importanceWeights)
  const { loss, gradient } = sumUp(term, weights, weight)
  return { loss, gradients: [gradient], metrics }
}

/** `actor/ppo_kl`, and shares of clipped tokens where there are any to speak of. */
const logged = (
  { masks }: Batch,
  log: tf.Tensor,
  isClipped: tf.Tensor | undefined,
  isCapped?: tf.Tensor,
): MetricTensors => ({
  'actor/pg_clipfrac': isClipped === undefined ? tf.scalar(0) : shareOf(isClipped, masks),
  'actor/ppo_kl': maskedMean(tf.neg(log), masks),
  'actor/pg_clipfrac_lower': isCapped === undefined ? tf.scalar(0) : shareOf(isCapped, masks),
})

/** Where clipping makes a loss larger: A clip(ρ) < A ρ. */
const isClippedAway = (weight: tf.Tensor2D, { advantages }: Batch, settings: PolicySettings): tf.Tensor => {
  const clipped = tf.clipByValue(weight, 1 - settings.clipRatioLow, 1 + settings.clipRatioHigh)
  return tf.less(tf.mul(advantages, clipped), tf.mul(advantages, weight))
}

const rangeOf = ({ clipRatioLow: low, clipRatioHigh: high }: PolicySettings): ClipRange => ({
  low,
  high,
  delta: null,
})

type Mode = (batch: Batch, settings: PolicySettings) => PolicyTerm

/** PPO's clipped loss with the dual clip. */
const vanilla: Mode = (batch, settings) => {
  const weight = boundedWeight(batch.logRatio)
  const clipped = clippedLoss(weight.value, batch.advantages, rangeOf(settings))
  const { term, isCapped } = dualClip(clipped, batch.advantages, settings.clipRatioC)
  const metrics = logged(batch, weight.log, isClippedAway(weight.value, batch, settings), isCapped)
  return { term, weight, metrics }
}

/** One weight a completion, its gradient token by token: not TRL's, whose gradient is that of the mean. */
const gspo: Mode = (batch, settings) => {
  const weight = tokenwiseSequenceWeight(batch.logRatio, batch.masks)
  const term = clippedLoss(weight.value, batch.advantages, rangeOf(settings))
  return { term, weight, metrics: logged(batch, batch.logRatio, isClippedAway(weight.value, batch, settings)) }
}

const sapo: Mode = (batch, { tauPos, tauNeg }) => {
  const weight = boundedWeight(batch.logRatio)
  const term = sapoLoss(weight.value, batch.advantages, { positive: tauPos, negative: tauNeg })
  return { term, weight, metrics: logged(batch, weight.log, undefined) }
}

/** The weight is clipped on both sides; TRL's only above. */
const cispo: Mode = (batch, { clipRatioLow, clipRatioHigh }) => {
  const weight = boundedWeight(batch.logRatio)
  const clipped = tf.clipByValue(weight.value, 1 - clipRatioLow, 1 + clipRatioHigh)
  const term = logProbLoss(clipped, batch.logProbs, batch.advantages)
  return { term, weight, metrics: logged(batch, weight.log, tf.notEqual(weight.value, clipped)) }
}

/** -A l: no weight. */
const gpg: Mode = ({ logProbs, advantages, logRatio }) => ({
  term: logProbLoss(tf.onesLike(logRatio), logProbs, advantages),
  weight: tokenWeight(logRatio),
  metrics: {},
})

/** Some of the unclipped tokens whose covariance lies between two bounds, drawn at random, are taken out. */
const clipCov: Mode = (batch, settings) => {
  const { logProbs, logRatio, advantages, masks } = batch
  const weight = tokenWeight(logRatio)
  const { value, byLogWeight } = clippedLoss(weight.value, advantages, rangeOf(settings))
  const cov = covariance(logProbs, advantages, masks, maskedMean)
  const isBetween = tf.logicalAnd(tf.greater(cov, settings.clipCovLb), tf.less(cov, settings.clipCovUb))
  const isUnclipped = tf.logicalNot(isClippedAway(weight.value, batch, settings))
  const among = tf.logicalAnd(masks.counts, tf.logicalAnd(isUnclipped, isBetween))
  const order = randomOrder(masks.rows * masks.columns, settings.seed)
  const keys = tf.tensor2d([...order], [masks.rows, masks.columns], 'float32')
  const isOut = selectLargest(keys, among, settings.clipCovRatio, masks)
  return {
    term: { value: choose(isOut, 0, value), byLogWeight: choose(isOut, 0, byLogWeight) },
    weight,
    metrics: {
      'actor/pg_clipfrac': shareOf(isOut, masks),
      'actor/ppo_kl': maskedMean(tf.neg(logRatio), masks),
    },
  }
}

/** -A ρ, and for the tokens of the largest covariance |d| on top. */
const klCov: Mode = ({ logProbs, logRatio, advantages, masks }, { klCovRatio, ppoKlCoef }) => {
  const weight = tokenWeight(logRatio)
  const gain = tf.neg(scaled(weight.value, advantages))
  const cov = covariance(logProbs, advantages, masks, plainMean)
  const isPenalised = selectLargest(cov, masks.counts, klCovRatio, masks)
  const distance = tf.abs(logRatio)
  const coef = choose(isPenalised, ppoKlCoef, 0)
  return {
    term: {
      value: tf.add(gain, tf.mul(coef, distance)),
      byLogWeight: tf.add(gain, tf.mul(coef, tf.sign(logRatio))),
    },
    weight,
    metrics: { 'actor/ppo_kl': maskedMean(distance, masks) },
  }
}

const MODES = { vanilla, gspo, sapo, cispo, gpg, clip_cov: clipCov, kl_cov: klCov }
