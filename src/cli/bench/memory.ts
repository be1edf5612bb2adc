import type { Outcome, Reward } from '../../core/index.js'
import { batchesOf } from './batches.js'
import type { Memory, OutcomeCounts } from './report.js'
import type { BenchSample } from './workloads.js'

const BATCH_SIZE = 512
const BYTES_PER_MIB = 2 ** 20

/** A slow reward scores less than the whole workload: the memory of a few batches says enough. */
const TIME_LIMIT_MS = 5000

/**
 * Scores the workload and looks at the memory of the process after each batch.
 *
 * @param baseline - Bytes resident before the reward was loaded.
 */
export const measureMemory = async (
  reward: Reward<BenchSample>,
  samples: ReadonlyArray<BenchSample>,
  total: number,
  baseline: number,
): Promise<{ readonly memory: Memory; readonly outcomes: OutcomeCounts }> => {
  const outcomes = { scored: 0, skipped: 0, failed: 0 }
  const batches = batchesOf(samples, Math.min(BATCH_SIZE, samples.length))
  const began = performance.now()
  let peak = process.memoryUsage.rss()
  let scored = 0
  for (let next = 0; scored < total && performance.now() - began < TIME_LIMIT_MS; next++) {
    const batch = batches[next % batches.length] ?? []
    const answer = await reward.score(batch)()
    if (answer._tag === 'Left') break
    // Outcomes are counted once a sample of the workload.
    if (next < batches.length) tally(outcomes, answer.right)
    scored += batch.length
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const memory = { peakMiB: peak / BYTES_PER_MIB, growthMiB: (peak - baseline) / BYTES_PER_MIB, samples: scored }
  return { memory, outcomes }
}

const tally = (counts: { scored: number; skipped: number; failed: number }, outcomes: ReadonlyArray<Outcome>): void => {
  for (const { _tag } of outcomes) {
    if (_tag === 'Scored') counts.scored++
    else if (_tag === 'Skipped') counts.skipped++
    else counts.failed++
  }
}
