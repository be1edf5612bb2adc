import type { Timing } from './timing.js'

/** What became of one timing. `changePercent`: of the time then; positive is slower. */
export interface ComparedTiming {
  readonly id: string
  readonly beforeMs: number
  readonly nowMs: number
  readonly changePercent: number
  /** Whether more was lost per second than allowed. */
  readonly worse: boolean
}

/** A section of two runs side by side. */
export interface SectionComparison {
  readonly timings: ReadonlyArray<ComparedTiming>
  /** What else got worse, in words. */
  readonly regressions: ReadonlyArray<string>
  readonly lost: ReadonlyArray<string>
  readonly added: ReadonlyArray<string>
  /** Why the figures may differ without the code having changed. */
  readonly remarks: ReadonlyArray<string>
}

/**
 * Compares the timings that both runs have, by the rule for rewards: the rate may fall by so many percent.
 *
 * @param before - Absent where the base has no such section: then nothing is new.
 * @param isWanted - Whether this run was to measure a timing, by its id: those filtered away, or left out of a quick run, are neither lost nor new.
 */
export const compareTimings = (
  before: ReadonlyArray<Timing> | undefined,
  now: ReadonlyArray<Timing>,
  thresholdPercent: number,
  isWanted: (id: string) => boolean,
): Pick<SectionComparison, 'timings' | 'lost' | 'added'> => {
  const timings = now.flatMap((timing) => {
    const then = before?.find(({ id }) => id === timing.id)
    return then === undefined ? [] : [compareTiming(then, timing, thresholdPercent)]
  })
  return {
    timings,
    lost: idsBeyond(before ?? [], now).filter(isWanted),
    added: before === undefined ? [] : idsBeyond(now, before).filter(isWanted),
  }
}

/** Ids of these that are not among those. */
const idsBeyond = (these: ReadonlyArray<Timing>, those: ReadonlyArray<Timing>): ReadonlyArray<string> =>
  these.map(({ id }) => id).filter((id) => !those.some((timing) => timing.id === id))

const compareTiming = (before: Timing, now: Timing, thresholdPercent: number): ComparedTiming => ({
  id: now.id,
  beforeMs: before.ms,
  nowMs: now.ms,
  changePercent: (now.ms / before.ms - 1) * 100,
  worse: (now.perSecond / before.perSecond - 1) * 100 < -thresholdPercent,
})
