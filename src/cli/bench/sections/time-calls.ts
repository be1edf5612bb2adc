import { percentile } from '../percentile.js'
import type { Timing } from './timing.js'

/** The times of one subject. */
export interface CallTimes {
  /** The middle one. */
  readonly ms: number
  /** The shortest one. */
  readonly bestMs: number
  readonly runs: number
}

/** How long one goes on calling. */
export interface CallEffort {
  /** Calls that are made whatever they cost. */
  readonly minRuns: number
  /** No call begins after this. */
  readonly budgetMs: number
}

/** A call that takes next to nothing is not made for ever. */
const MAX_RUNS = 1000

/**
 * Times subjects in turns, so that whatever else runs meets them alike; one round before is not counted.
 *
 * @param isWarm - Where the subjects have run before: then every round counts.
 */
export const timeCalls = async <K extends string>(
  subjects: Readonly<Record<K, () => unknown>>,
  { minRuns, budgetMs }: CallEffort,
  isWarm = false,
): Promise<Readonly<Record<K, CallTimes>>> => {
  const timed = Object.entries<() => unknown>(subjects).map(([name, call]) => ({
    name,
    call,
    times: new Array<number>(),
  }))
  const began = performance.now()
  for (let round = isWarm ? 1 : 0; round <= MAX_RUNS; round++) {
    for (const { call, times } of timed) {
      const start = performance.now()
      await call()
      if (round > 0) times.push(performance.now() - start)
    }
    if (round >= minRuns && performance.now() - began >= budgetMs) break
  }
  const medians = timed.map(({ name, times }) => {
    const sorted = times.sort((a, b) => a - b)
    return [name, { ms: percentile(sorted, 0.5), bestMs: sorted[0] as number, runs: sorted.length }] as const
  })
  // Sound: one entry a subject.
  return Object.fromEntries(medians) as Record<K, CallTimes>
}

/** A timing of one item, out of that of `items`. */
export const timingOf = (id: string, { ms, runs }: Pick<CallTimes, 'ms' | 'runs'>, items: number): Timing => ({
  id,
  ms: ms / items,
  perSecond: (items / ms) * 1000,
  runs,
})

/** A timing of a call as a whole; its rate is that of the items in it. */
export const callTimingOf = (id: string, { ms, runs }: Pick<CallTimes, 'ms' | 'runs'>, items: number): Timing => ({
  id,
  ms,
  perSecond: (items / ms) * 1000,
  runs,
})
