import { type ImagesReport, type LpipsTiming, type Timing, timingsOf } from './schema.js'
import { weightsNote } from './weights-note.js'

/** What became of one timing. `changePercent`: of the time then; positive is slower. */
export interface ComparedTiming {
  readonly id: string
  readonly beforeMs: number
  readonly nowMs: number
  readonly changePercent: number
  /** Whether more was lost per second than allowed. */
  readonly worse: boolean
}

/** The sections of two runs side by side. */
export interface ImageComparison {
  readonly timings: ReadonlyArray<ComparedTiming>
  readonly lost: ReadonlyArray<string>
  readonly added: ReadonlyArray<string>
  readonly remarks: ReadonlyArray<string>
}

/**
 * Compares the timings that both runs have, by the rule for rewards: the rate may fall by so many percent.
 *
 * @param isWanted - Whether this run was to measure a timing, by its id: those filtered away, or left out of a quick run, are neither lost nor new.
 */
export const compareImageReports = (
  base: ImagesReport | undefined,
  current: ImagesReport | undefined,
  thresholdPercent: number,
  isWanted: (id: string) => boolean,
): ImageComparison => {
  const [before, now] = [timingsOf(base), timingsOf(current)]
  const timings = now.flatMap((timing) => {
    const then = before.find(({ id }) => id === timing.id)
    return then === undefined ? [] : [compareTiming(then, timing, thresholdPercent)]
  })
  const missing = (from: ReadonlyArray<Timing>, of: ReadonlyArray<Timing>): ReadonlyArray<string> =>
    of.map(({ id }) => id).filter((id) => !from.some((timing) => timing.id === id))
  return {
    timings,
    lost: missing(now, before).filter(isWanted),
    added: base === undefined ? [] : missing(before, now).filter(isWanted),
    remarks: [...remarksOn(base?.lpips?.rows ?? [], current?.lpips?.rows ?? []), ...changedWeights(base, current)],
  }
}

const compareTiming = (before: Timing, now: Timing, thresholdPercent: number): ComparedTiming => ({
  id: now.id,
  beforeMs: before.ms,
  nowMs: now.ms,
  changePercent: (now.ms / before.ms - 1) * 100,
  worse: (now.perSecond / before.perSecond - 1) * 100 < -thresholdPercent,
})

const remarksOn = (before: ReadonlyArray<LpipsTiming>, now: ReadonlyArray<LpipsTiming>): ReadonlyArray<string> => {
  if (before.length === 0 || now.length === 0) return []
  const [base, current] = [weightsNote(before), weightsNote(now)]
  return [base === current ? `images/lpips: ${current}` : `images/lpips: the base has ${base}, now ${current}`]
}

/** Of captions and recipes, those that were timed with other weights. */
const changedWeights = (base: ImagesReport | undefined, current: ImagesReport | undefined): ReadonlyArray<string> => {
  const before = weightsById(base)
  return [...weightsById(current)].flatMap(([id, now]) => {
    const then = before.get(id)
    return then === undefined || then === now ? [] : [`${id}: the base has weights: ${then}, now ${now}`]
  })
}

const weightsById = (images: ImagesReport | undefined): ReadonlyMap<string, string> =>
  new Map([
    ...(images?.blip?.rows ?? []).map(({ id, weights }) => [id, weights] as const),
    ...(images?.recipes ?? []).map(
      ({ id, formula }) => [id, formula.length === 0 ? 'checkpoint' : `formula (${formula.join(', ')})`] as const,
    ),
  ])
