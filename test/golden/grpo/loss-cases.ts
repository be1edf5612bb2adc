import { readFileSync } from 'node:fs'
import { isRight, type Either } from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import type { RewardError } from '../../../src/core/error.js'
import { grpoLossAndGrad } from '../../../src/grpo/loss/grpo-loss.js'
import { findGoldens, type GoldenCase, goldensRoot } from '../support.js'

/** How near a number must be: to its own size for a loss, to the largest of its kind for a gradient. */
export interface Tolerance {
  readonly loss: (expected: number) => number
  readonly gradient: (largest: number, expected: number) => number
}

/** FORMULAS.md, section 8. */
export const FLOAT32: Tolerance = {
  loss: (expected) => 5e-6 + 2e-4 * Math.abs(expected),
  gradient: (largest) => 1e-5 * largest,
}

export const FLOAT64: Tolerance = {
  loss: (expected) => 1e-10 + 1e-9 * Math.abs(expected),
  gradient: (_, expected) => 1e-10 + 1e-9 * Math.abs(expected),
}

export type Grid = ReadonlyArray<ReadonlyArray<number>>
export type Golden = number | 'NaN' | 'Infinity' | '-Infinity'

export interface LossBatch {
  readonly id: string
  readonly logits: ReadonlyArray<Grid>
  readonly completion_ids: Grid
  readonly completion_mask: Grid
  readonly tool_mask: Grid | null
  readonly advantages: ReadonlyArray<number>
  readonly old_per_token_logps: Grid
  readonly ref_per_token_logps: Grid
  readonly sampling_per_token_logps: Grid
  readonly per_token_logps: Grid
  readonly entropies: Grid
}

export interface LossCase extends GoldenCase {
  readonly batch: string
  readonly config: Readonly<Record<string, any>> & { readonly temperature: number }
  readonly old_logps: 'given' | 'on_policy'
  readonly use_sampling_logps: boolean
  readonly use_tool_mask: boolean
  readonly num_items_in_batch: number
  readonly importance_sampling_ratio: Grid | null
  readonly expected: {
    readonly loss: number
    readonly grad_per_token_logps: Grid
    readonly grad_logits?: ReadonlyArray<Grid>
    readonly metrics: Readonly<Record<string, Golden>>
    readonly per_token_logps?: Grid
    readonly entropies?: Grid
  }
}

/** The batches of all files `batches*.json`, by id. */
const readBatches = (): ReadonlyMap<string, LossBatch> =>
  new Map(
    findGoldens(goldensRoot(), 'grpo', /^batches.*\.json$/)
      .flatMap((path) => (JSON.parse(readFileSync(path, 'utf8')) as { batches: ReadonlyArray<LossBatch> }).batches)
      .map((batch) => [batch.id, batch]),
  )

/** Finds the batch of a case. */
export const batchFinder = (): ((golden: LossCase) => LossBatch) => {
  const batches = readBatches()
  return (golden) => batches.get(golden.batch)!
}

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The options of a case, and its inputs. */
export const callOf = (golden: LossCase, batch: LossBatch): { inputs: any; options: any } => {
  const { temperature: _, ...config } = golden.config
  const { expected } = golden
  return {
    options: {
      ...Object.fromEntries(Object.entries(config).map(([name, value]) => [camelCase(name), value])),
      numItemsInBatch: golden.num_items_in_batch,
    },
    inputs: {
      logProbs: expected.per_token_logps ?? batch.per_token_logps,
      entropies: expected.entropies ?? batch.entropies,
      refLogProbs: batch.ref_per_token_logps,
      advantages: batch.advantages,
      completionMask: batch.completion_mask,
      ...(golden.old_logps === 'given' && { oldLogProbs: batch.old_per_token_logps }),
      ...(golden.use_sampling_logps && { samplingLogProbs: batch.sampling_per_token_logps }),
      ...(golden.use_tool_mask && { toolMask: batch.tool_mask }),
      ...(golden.importance_sampling_ratio !== null && { importanceWeights: golden.importance_sampling_ratio }),
    },
  }
}

export const rightOf = <A>(either: Either<RewardError, A>): A => {
  if (isRight(either)) return either.right
  throw new Error(JSON.stringify(either.left))
}

export const nearNumber = (name: string, received: number, expected: Golden, tolerance: number): void => {
  if (typeof expected !== 'number') expect(received, name).toBe(Number(expected))
  else expect(Math.abs(received - expected), `${name}: ${received} against ${expected}`).toBeLessThanOrEqual(tolerance)
}

export const nearGrid = (
  name: string,
  received: ReadonlyArray<ArrayLike<number>>,
  expected: Grid,
  tolerance: Tolerance,
): void => {
  const largest = Math.max(...expected.flat().map(Math.abs))
  expect(received, name).toHaveLength(expected.length)
  for (const [i, row] of expected.entries()) {
    expect(received[i], name).toHaveLength(row.length)
    for (const [t, number] of row.entries()) {
      nearNumber(`${name}[${i}][${t}]`, received[i]![t]!, number, tolerance.gradient(largest, number))
    }
  }
}

/** Every metric, no more and no less. Shares were computed through float32 in the original. */
export const nearMetrics = (
  received: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, Golden>>,
  tolerance: Tolerance,
): void => {
  expect(Object.keys(received).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, value] of Object.entries(expected)) {
    nearNumber(name, received[name]!, value, /clip/.test(name) ? 1e-6 : tolerance.loss(Number(value)))
  }
}

/** One case of losses.json, by `grpoLossAndGrad`. */
export const checkLoss = async (golden: LossCase, batch: LossBatch, tolerance: Tolerance): Promise<void> => {
  const { inputs, options } = callOf(golden, batch)
  const { loss, gradLogProbs, gradEntropies, metrics } = rightOf(await grpoLossAndGrad(inputs, options)())
  nearNumber('loss', loss, golden.expected.loss, tolerance.loss(golden.expected.loss))
  nearGrid('gradient', gradLogProbs, golden.expected.grad_per_token_logps, tolerance)
  nearMetrics(metrics, golden.expected.metrics, tolerance)
  const { grad_logits } = golden.expected
  if (grad_logits === undefined) return
  const byLogits = chainToLogits(golden, batch, gradLogProbs, gradEntropies!)
  nearGrid('gradient by logits', byLogits.flat(), grad_logits.flat(), tolerance)
}

/** The gradient carried on to the logits, worked out here: dl/dz = (1[v = y] - p)/tau, dH/dz = -p (log p + H)/tau, 0 at padding. */
const chainToLogits = (
  golden: LossCase,
  { logits, completion_ids, completion_mask }: LossBatch,
  byLogProb: ReadonlyArray<ArrayLike<number>>,
  byEntropy: ReadonlyArray<ArrayLike<number>>,
): ReadonlyArray<Grid> =>
  logits.map((row, i) =>
    row.map((z, t) => {
      if (completion_mask[i]![t] === 0) return z.map(() => 0)
      const { temperature } = golden.config
      const scaled = z.map((value) => value / temperature)
      const most = Math.max(...scaled)
      const logSum = most + Math.log(scaled.reduce((sum, value) => sum + Math.exp(value - most), 0))
      const logP = scaled.map((value) => value - logSum)
      const entropy = -logP.reduce((sum, value) => sum + Math.exp(value) * value, 0)
      return logP.map((value, v) => {
        const p = Math.exp(value)
        const byToken = (v === completion_ids[i]![t] ? 1 : 0) - p
        return (byLogProb[i]![t]! * byToken - byEntropy[i]![t]! * p * (value + entropy)) / temperature
      })
    }),
  )
