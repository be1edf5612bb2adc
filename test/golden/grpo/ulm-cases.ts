import { expect } from 'vitest'
import { ulmLossAndGrad } from '../../../src/grpo/loss/ulm/ulm-loss.js'
import type { GoldenCase } from '../support.js'
import { type Golden, type Grid, nearGrid, nearMetrics, nearNumber, rightOf, type Tolerance } from './loss-cases.js'

interface Branch {
  readonly per_token_logps: Grid
  readonly old_per_token_logps: Grid
  readonly ref_per_token_logps: Grid
  readonly completion_mask: Grid
}

export interface UlmCase extends GoldenCase {
  readonly mode: 'unify_reward' | 'unify_advantage' | 'separate'
  readonly beta: number
  readonly lambda_mm2t: number
  readonly num_iterations: number
  readonly mm2t: Branch
  readonly t2i: Branch
  readonly unified_advantages: ReadonlyArray<number> | null
  readonly mm2t_advantages: ReadonlyArray<number> | null
  readonly t2i_advantages: ReadonlyArray<number> | null
  readonly has_fully_masked_row: boolean
  readonly expected: {
    readonly loss: Golden
    readonly grad_mm2t_per_token_logps: ReadonlyArray<ReadonlyArray<Golden>>
    readonly grad_t2i_per_token_logps: ReadonlyArray<ReadonlyArray<Golden>>
    readonly metrics: Readonly<Record<string, Golden>>
  }
}

/** Each branch's own, or those of both: A_t2i + lambda A_mm2t. */
const advantagesOf = (golden: UlmCase, name: 'mm2t' | 't2i'): ReadonlyArray<number> => {
  const { mode, unified_advantages, mm2t_advantages, t2i_advantages, lambda_mm2t } = golden
  if (mode === 'unify_reward') return unified_advantages!
  if (mode === 'separate') return golden[`${name}_advantages`]!
  return t2i_advantages!.map((advantage, i) => advantage + lambda_mm2t * mm2t_advantages![i]!)
}

const inputsOf = (golden: UlmCase, name: 'mm2t' | 't2i'): any => {
  const branch = golden[name]
  return {
    logProbs: branch.per_token_logps,
    ...(golden.num_iterations > 1 && { oldLogProbs: branch.old_per_token_logps }),
    refLogProbs: branch.ref_per_token_logps,
    advantages: advantagesOf(golden, name),
    completionMask: branch.completion_mask,
  }
}

/**
 * One case of ulm_losses.json. Where a row is fully masked the original gives NaN, and the numbers here are held against the same batch
 * without that row: its mean counts one row less.
 */
export const checkUlmLoss = async (golden: UlmCase, tolerance: Tolerance): Promise<void> => {
  const inputs = { mm2t: inputsOf(golden, 'mm2t'), t2i: inputsOf(golden, 't2i') }
  const { loss, gradMm2t, gradT2i, metrics } = rightOf(await ulmLossAndGrad(inputs, { beta: golden.beta })())
  const { expected } = golden
  if (golden.has_fully_masked_row) {
    expect(expected.loss).toBe('NaN')
    expect(loss).not.toBeNaN()
    await checkWithoutRows(golden, inputs, loss, tolerance)
    return
  }
  nearNumber('loss', loss, expected.loss, tolerance.loss(Number(expected.loss)))
  nearGrid('gradient mm2t', gradMm2t, expected.grad_mm2t_per_token_logps as Grid, tolerance)
  nearGrid('gradient t2i', gradT2i, expected.grad_t2i_per_token_logps as Grid, tolerance)
  nearMetrics(metrics, expected.metrics, tolerance)
}

const checkWithoutRows = async (
  golden: UlmCase,
  inputs: { readonly mm2t: any; readonly t2i: any },
  loss: number,
  tolerance: Tolerance,
): Promise<void> => {
  let sum = 0
  const nothing = { logProbs: [[0]], refLogProbs: [[0]], advantages: [0], completionMask: [[0]] }
  for (const branch of [inputs.mm2t, inputs.t2i]) {
    const kept = branch.completionMask.map((row: ReadonlyArray<number>) => row.some((one) => one === 1))
    const rows = <A>(list: ReadonlyArray<A>): ReadonlyArray<A> => list.filter((_, i) => kept[i])
    const shorter = Object.fromEntries(Object.entries(branch).map(([name, list]) => [name, rows(list as [])])) as any
    const alone = rightOf(await ulmLossAndGrad({ mm2t: shorter, t2i: nothing }, { beta: golden.beta })())
    sum += (alone.loss * shorter.logProbs.length) / kept.length
  }
  nearNumber('loss', loss, sum, tolerance.loss(sum))
}
