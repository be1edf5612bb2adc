import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../../core/error.js'
import type { SpiceSample } from '../../spice/options.js'
import { readSample } from '../../spice/read-sample.js'
import { type Reader, readerOf } from '../../spice/reader.js'
import type { Category } from '../../spice/score/category.js'
import type { Counts } from '../../spice/score/counts.js'
import { scoreGraphs } from '../../spice/score/score-graphs.js'
import { shippedMatcher } from '../../spice/shipped-data.js'
import { softScoreBy } from '../../spice/soft/soft-score.js'
import { spiceScore, type SpiceVariant } from '../../spice/spice-score.js'
import { type JudgedGraph, judgedGraphs } from './judged-graph.js'

/** The numbers of a category, and how many tuples of it each graph has. */
export interface CategoryRow {
  readonly category: Category
  readonly counts: Counts
  readonly candidate: number
  readonly reference: number
}

/** Both scene graphs of a sample, and what became of their tuples. */
export interface GraphComparison {
  /** The name of the reward. */
  readonly reward: string
  /** How it was asked to compare. */
  readonly facts: ReadonlyArray<readonly [label: string, text: string]>
  readonly candidate: JudgedGraph
  readonly reference: JudgedGraph
  /** Where the candidate's text came from. */
  readonly field: 'caption' | 'completion'
  readonly text: string
  /** The texts that make the reference. */
  readonly references: ReadonlyArray<string>
  readonly categories: ReadonlyArray<CategoryRow>
}

/**
 * SPICE of a sample once more, for the eye.
 *
 * @param options - Of the reward in the spec, validated.
 * @param reader - From texts to graphs; that of the package when absent.
 * @returns Left where the data of the package cannot be read; Right nothing where the sample has no texts to compare: its outcome says why.
 */
export const compareGraphs = (
  sample: SpiceSample,
  options: Readonly<Record<string, unknown>>,
  reader: E.Either<RewardError, Reader> = readerOf({}),
): E.Either<RewardError, GraphComparison | undefined> => {
  const { maxLength = Infinity } = options as { readonly maxLength?: number }
  const texts = readSample(sample, maxLength)
  if (E.isLeft(texts)) return E.right(undefined)
  const variant: SpiceVariant = options['variant'] === 'released' ? 'released' : 'clamped'
  const match = options['match'] === 'soft' ? 'soft' : 'exact'
  return pipe(
    E.Do,
    E.bind('read', () => reader),
    E.bind('soft', () => (match === 'soft' ? E.map(softScoreBy)(shippedMatcher()) : E.right(undefined))),
    E.map(({ read, soft }) => {
      const { candidate: text, references } = texts.right
      const [candidate, reference] = [read([text]), read(references)]
      const exact = scoreGraphs(candidate, reference)
      const score = spiceScore(candidate, reference, variant, soft?.(candidate, reference))
      const isCaption = sample.caption !== undefined && sample.caption !== null
      return {
        reward: 'spice',
        facts: [['variant', variant] as const, ['match', match] as const],
        ...judgedGraphs(candidate, reference, exact, score.partners),
        field: isCaption ? ('caption' as const) : ('completion' as const),
        text,
        references,
        categories: (Object.keys(score.categories) as ReadonlyArray<Category>).map((category) => {
          const { tp, fp, fn } = exact.categories[category]
          return { category, counts: score.categories[category], candidate: tp + fp, reference: tp + fn }
        }),
      }
    }),
  )
}
