import { Bench } from 'tinybench'
import type { Reward } from '../../core/index.js'
import { batchesOf } from './batches.js'
import type { Effort } from './job.js'
import { percentile } from './percentile.js'
import type { Speed } from './report.js'
import type { BenchSample } from './samples.js'

/** Calls that are made whatever they cost. */
const MIN_RUNS = 5

/** Calls from which on a percentile rests on more than the slowest one or two. */
const RUNS_FOR_P95 = 40
const RUNS_FOR_P99 = 200

interface Timing {
  readonly batchSize: number
  readonly meanMs: number
  readonly runs: number
  readonly sortedMs: ReadonlyArray<number>
}

/**
 * Times a reward on batches of each size, warm-up apart. Throughput is samples over time, all calls counted.
 *
 * @param onPhase - Told what is measured next.
 */
export const measureSpeed = async (
  reward: Reward<BenchSample>,
  samples: ReadonlyArray<BenchSample>,
  effort: Effort,
  onPhase: (phase: string) => void,
): Promise<Speed> => {
  const timings: Array<Timing> = []
  for (const batchSize of effort.batchSizes) {
    const last = timings[timings.length - 1]
    const expectedMs = last === undefined ? 0 : (last.meanMs / last.batchSize) * batchSize * (MIN_RUNS + 1)
    if (expectedMs > effort.sizeLimitMs) break
    onPhase(batchSize === 1 ? 'one at a time' : `batches of ${batchSize}`)
    timings.push(await timeBatches(reward, samples, batchSize, effort))
  }
  return summarize(timings)
}

const timeBatches = async (
  reward: Reward<BenchSample>,
  samples: ReadonlyArray<BenchSample>,
  batchSize: number,
  effort: Effort,
): Promise<Timing> => {
  const batches = batchesOf(samples, batchSize)
  let next = 0
  const bench = new Bench({
    time: batchSize === 1 ? effort.singleMs : effort.batchMs,
    iterations: MIN_RUNS,
    warmupTime: effort.warmupMs,
    warmupIterations: 1,
    retainSamples: true,
    throws: true,
  })
  bench.add(reward.meta.name, async () => {
    await reward.score(batches[next++ % batches.length] ?? [])()
  })
  const [task] = await bench.run()
  const result = task?.result
  if (result?.state !== 'completed') throw new Error(`timing ended as ${result?.state ?? 'nothing'}`)
  const { mean, samples: sortedMs, samplesCount: runs } = result.latency
  return { batchSize, meanMs: mean, runs, sortedMs: sortedMs ?? [] }
}

const summarize = (timings: ReadonlyArray<Timing>): Speed => {
  const scaling = timings.map(({ batchSize, meanMs, runs }) => ({
    batchSize,
    samplesPerSecond: (batchSize / meanMs) * 1000,
    runs,
  }))
  const [single] = timings
  const best = scaling.reduce((a, b) => (b.samplesPerSecond > a.samplesPerSecond ? b : a))
  const sortedMs = single?.sortedMs ?? []
  const runs = sortedMs.length
  return {
    latencyUs: {
      p50: percentile(sortedMs, 0.5) * 1000,
      p95: runs < RUNS_FOR_P95 ? null : percentile(sortedMs, 0.95) * 1000,
      p99: runs < RUNS_FOR_P99 ? null : percentile(sortedMs, 0.99) * 1000,
      runs,
    },
    scaling,
    throughput: { samplesPerSecond: best.samplesPerSecond, batchSize: best.batchSize },
  }
}
