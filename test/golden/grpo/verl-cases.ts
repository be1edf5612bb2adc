import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import { divergence, type KlPenalty } from '../../../src/grpo/loss/verl/divergence.js'
import { policyLossAndGrad } from '../../../src/grpo/loss/verl/policy-loss.js'
import type { GoldenCase } from '../support.js'
import { type Grid, nearGrid, nearMetrics, nearNumber, rightOf, type Tolerance } from './loss-cases.js'

interface VerlConfig {
  readonly clip_ratio: number
  readonly clip_ratio_low: number | null
  readonly clip_ratio_high: number | null
  readonly clip_ratio_c: number
  readonly tau_pos?: number
  readonly tau_neg?: number
  readonly policy_loss?: {
    readonly clip_cov_ratio?: number
    readonly clip_cov_lb?: number
    readonly clip_cov_ub?: number
    readonly kl_cov_ratio?: number
    readonly ppo_kl_coef?: number
  }
}

export interface VerlCase extends GoldenCase {
  readonly loss: string
  readonly loss_agg_mode: string
  readonly config: VerlConfig
  readonly log_prob: Grid
  readonly old_log_prob: Grid
  readonly advantages: Grid
  readonly response_mask: Grid
  readonly rollout_is_weights: Grid | null
  readonly expected: {
    readonly loss: number
    readonly grad_log_prob: Grid
    readonly metrics: Readonly<Record<string, number>>
  }
}

export interface KlPenaltyCase extends GoldenCase {
  readonly loss: 'kl_penalty'
  readonly kl_penalty: KlPenalty
  readonly log_prob: Grid
  readonly ref_log_prob: Grid
  readonly expected: { readonly kl: Grid; readonly grad_log_prob_of_sum: Grid } | { readonly error: string }
}

export const isKlPenalty = (golden: GoldenCase): golden is KlPenaltyCase => 'kl_penalty' in golden

/** One policy loss of verl_losses.json. The cases of clip_cov take every candidate, whatever the seed. */
export const checkPolicyLoss = async (golden: VerlCase, tolerance: Tolerance): Promise<void> => {
  const { config, expected } = golden
  const { clip_cov_ratio, clip_cov_lb, clip_cov_ub, kl_cov_ratio, ppo_kl_coef } = config.policy_loss ?? {}
  const inputs = {
    logProbs: golden.log_prob,
    oldLogProbs: golden.old_log_prob,
    advantages: golden.advantages,
    completionMask: golden.response_mask,
    importanceWeights: golden.rollout_is_weights,
  }
  const options: any = {
    lossMode: golden.loss,
    lossAggMode: golden.loss_agg_mode,
    clipRatio: config.clip_ratio,
    clipRatioLow: config.clip_ratio_low,
    clipRatioHigh: config.clip_ratio_high,
    clipRatioC: config.clip_ratio_c,
    tauPos: config.tau_pos,
    tauNeg: config.tau_neg,
    clipCovRatio: clip_cov_ratio,
    clipCovLb: clip_cov_lb,
    clipCovUb: clip_cov_ub,
    klCovRatio: kl_cov_ratio,
    ppoKlCoef: ppo_kl_coef,
    seed: golden.id.length,
  }
  const { loss, gradLogProbs, metrics } = rightOf(await policyLossAndGrad(inputs, options)())
  nearNumber('loss', loss, expected.loss, tolerance.loss(expected.loss))
  nearGrid('gradient', gradLogProbs, expected.grad_log_prob, tolerance)
  nearMetrics(metrics, expected.metrics, tolerance)
}

/** One kl_penalty of verl_losses.json. Where verl raises, the value is held against k1's or k3's own, and the gradient against k2's. */
export const checkKlPenalty = (golden: KlPenaltyCase, tolerance: Tolerance): void => {
  const matrix = (grid: Grid): tf.Tensor2D => tf.tensor2d(grid.flat(), [grid.length, grid[0]!.length])
  const [l, f] = [matrix(golden.log_prob), matrix(golden.ref_log_prob)]
  const rowsOf = (tensor: tf.Tensor2D): Grid => {
    const data = Array.from(tensor.dataSync())
    return golden.log_prob.map((row, i) => data.slice(i * row.length, (i + 1) * row.length))
  }
  const { value, byLogProb } = divergence(golden.kl_penalty, l, f)
  if ('error' in golden.expected) {
    expect(golden.expected.error).toBe('NotImplementedError')
    const named = golden.kl_penalty.slice(0, -1) as KlPenalty
    expect(rowsOf(value)).toEqual(rowsOf(divergence(named, l, f).value))
    expect(rowsOf(byLogProb)).toEqual(rowsOf(divergence('k2', l, f).byLogProb))
    return
  }
  nearGrid('kl', rowsOf(value), golden.expected.kl, tolerance)
  nearGrid('gradient', rowsOf(byLogProb), golden.expected.grad_log_prob_of_sum, tolerance)
}
