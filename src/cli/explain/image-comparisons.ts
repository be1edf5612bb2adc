import * as E from 'fp-ts/lib/Either.js'
import { showError } from '../../core/error.js'
import type { LoadedReward } from '../../presets/entry.js'
import { toSpec } from '../../presets/to-spec.js'
import { comparersOf } from './comparers.js'
import type { CompareContext, Comparison } from './comparison.js'

/** The images of a sample, held against each other once more by the rewards of a spec that can show how they differ. */
export interface ImageComparisons {
  readonly comparisons: ReadonlyArray<{ readonly reward: string; readonly comparison: Comparison }>
  /** What could not be shown, and why. */
  readonly notes: ReadonlyArray<string>
}

/** @param wanted - `'layers'`: only by rewards that have layers. */
export const imageComparisons = async (
  reward: LoadedReward,
  sample: object,
  wanted: 'all' | 'layers',
  context: CompareContext,
): Promise<ImageComparisons> => {
  const { image, reference } = sample as Readonly<Record<string, unknown>>
  const spec = toSpec(reward)
  if (isAbsent(image) || isAbsent(reference) || E.isLeft(spec)) return { comparisons: [], notes: [] }
  const comparisons: Array<ImageComparisons['comparisons'][number]> = []
  const notes: Array<string> = []
  for (const { id, options, compare, isLayered } of comparersOf(spec.right)) {
    if (wanted === 'layers' && !isLayered) continue
    const result = await compare({ image, reference }, options, context)
    if (E.isLeft(result)) notes.push(showError(result.left))
    else comparisons.push({ reward: id, comparison: result.right })
  }
  return { comparisons, notes }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null
