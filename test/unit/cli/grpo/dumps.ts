import { readFileSync } from 'node:fs'
import { findGoldens, goldensRoot } from '../../../golden/support.js'

/** A line of a dump. */
export type Dump = Readonly<Record<string, any>>

const readAll = (files: RegExp, key: string): ReadonlyArray<any> =>
  findGoldens(goldensRoot(), 'grpo', files).flatMap((path) => JSON.parse(readFileSync(path, 'utf8'))[key])

/** The golden losses as a trainer's dumps, with what TRL made of them. */
export const lossDumps = (): ReadonlyArray<Dump> => {
  const batches = new Map(readAll(/^batches.*\.json$/, 'batches').map((batch) => [batch.id, batch]))
  return readAll(/^losses.*\.json$/, 'cases').map((golden): Dump => {
    const batch = batches.get(golden.batch)
    return {
      id: golden.id,
      config: golden.config,
      num_items_in_batch: golden.num_items_in_batch,
      per_token_logps: golden.expected.per_token_logps ?? batch.per_token_logps,
      entropies: golden.expected.entropies ?? batch.entropies,
      ref_per_token_logps: batch.ref_per_token_logps,
      advantages: batch.advantages,
      completion_mask: batch.completion_mask,
      ...(golden.old_logps === 'given' && { old_per_token_logps: batch.old_per_token_logps }),
      ...(golden.use_sampling_logps && { sampling_per_token_logps: batch.sampling_per_token_logps }),
      ...(golden.use_tool_mask && { tool_mask: batch.tool_mask }),
      ...(golden.importance_sampling_ratio && { importance_sampling_ratio: golden.importance_sampling_ratio }),
      loss: golden.expected.loss,
      grad_per_token_logps: golden.expected.grad_per_token_logps,
      metrics: golden.expected.metrics,
    }
  })
}

/** The golden advantages as dumps: in float64, or as TRL stores them (which the part kept in the repository leaves out). */
export const advantageDumps = (dtype: 'float64' | 'float32'): ReadonlyArray<Dump> =>
  readAll(/^advantages.*\.json$/, 'cases')
    .filter(({ source, expected_float32 }) => source === 'trl.GRPOTrainer' && (dtype === 'float64' || expected_float32))
    .map(({ id, rewards, config, expected, expected_float32 }) => ({
      id,
      rewards,
      config,
      ...(dtype === 'float64' ? expected : expected_float32),
    }))

const wave = (a: number, b: number): number => Math.sin(12.9898 * a + 78.233 * b + 1)

/** A small batch, the same every time: 8 rows of up to 6 tokens, a row without any, tokens of tools. */
export const madeBatch = (): Dump => {
  const [rows, columns] = [8, 6]
  const lengths = [6, 4, 5, 0, 3, 6, 2, 5]
  const grid = (f: (i: number, t: number) => number) =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, t) => f(i, t)))
  const isToken = (i: number, t: number): boolean => t < lengths[i]!
  const logProb = (i: number, t: number): number => -1.2 + wave(i, t)
  return {
    log_probs: grid((i, t) => (isToken(i, t) ? logProb(i, t) : 0)),
    old_log_probs: grid((i, t) => logProb(i, t) + 0.5 * wave(i + 3, 2 * t)),
    ref_log_probs: grid((i, t) => logProb(i, t) + 0.4 * wave(2 * i, t + 5)),
    sampling_log_probs: grid((i, t) => logProb(i, t) + 0.5 * wave(i + 4, 2 * t + 1)),
    entropies: grid((i, t) => (isToken(i, t) ? 1.5 + wave(i + 9, t) : 0)),
    completion_mask: grid((i, t) => Number(isToken(i, t))),
    tool_mask: grid((i, t) => Number((i + t) % 5 !== 2)),
    importance_weights: grid((i, t) => (isToken(i, t) ? 1 + 0.4 * wave(i, 7 * t) : 1)),
    advantages: Array.from({ length: rows }, (_, i) => 1.3 * wave(i, 17)),
  }
}
