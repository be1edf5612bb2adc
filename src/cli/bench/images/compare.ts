import { compareTimings, type SectionComparison } from '../sections/compare-timings.js'
import { type ImagesReport, type LpipsTiming, timingsOf } from './schema.js'
import { weightsNote } from './weights-note.js'

/**
 * Compares the sections of two runs.
 *
 * @param isWanted - As of {@link compareTimings}.
 */
export const compareImageReports = (
  base: ImagesReport | undefined,
  current: ImagesReport | undefined,
  thresholdPercent: number,
  isWanted: (id: string) => boolean,
): SectionComparison => ({
  ...compareTimings(base && timingsOf(base), timingsOf(current), thresholdPercent, isWanted),
  regressions: [],
  remarks: [...remarksOn(base?.lpips?.rows ?? [], current?.lpips?.rows ?? []), ...changedWeights(base, current)],
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
