import { showError } from '../../core/error.js'
import type { Outcome, Reward } from '../../core/index.js'
import { Refusal } from './refusal.js'
import type { Memory, OutcomeCounts } from './report.js'
import type { BenchSample } from './samples.js'

const MAX_BATCH_SIZE = 512
const GROWTH = 8
const BYTES_PER_MIB = 2 ** 20

/** A slow reward scores less than the whole workload: the memory of a few batches says enough. */
const TIME_LIMIT_MS = 5000

/**
 * Scores the workload, round after round, and looks at the memory of the process after each batch. Batches grow from one sample,
 * so that a slow reward is found out before it is given many.
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
  const began = performance.now()
  let peak = process.memoryUsage.rss()
  let done = 0
  for (let size = 1; done < total; size = Math.min(MAX_BATCH_SIZE, size * GROWTH)) {
    const usedMs = performance.now() - began
    if (done > 0 && usedMs + (usedMs / done) * size > TIME_LIMIT_MS) break
    const from = done % samples.length
    const batch = samples.slice(from, from + size)
    const answer = await reward.score(batch)()
    if (answer._tag === 'Left') throw new Refusal(showError(answer.left))
    // Outcomes are counted once a sample of the workload.
    if (done < samples.length) tally(outcomes, answer.right)
    done += batch.length
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const memory = { peakMiB: peak / BYTES_PER_MIB, growthMiB: (peak - baseline) / BYTES_PER_MIB, samples: done }
  return { memory, outcomes }
}

const tally = (counts: { scored: number; skipped: number; failed: number }, outcomes: ReadonlyArray<Outcome>): void => {
  for (const { _tag } of outcomes) {
    if (_tag === 'Scored') counts.scored++
    else if (_tag === 'Skipped') counts.skipped++
    else counts.failed++
  }
}
