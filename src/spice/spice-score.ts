import type { SceneGraph } from './scene-graph/scene-graph.js'
import { tuplesOf } from './scene-graph/tuples-of.js'
import type { Category } from './score/category.js'
import type { Counts } from './score/counts.js'
import { scoreGraphs } from './score/score-graphs.js'
import type { Tuple } from './sentence.js'
import type { SoftScores } from './soft/soft-score.js'

/**
 * Which numbers SPICE gives where the original leaves [0, 1]: `'clamped'` (default) brings every one back, `'released'` gives them as the
 * original does.
 *
 * @category model
 * @since 0.3.0
 */
export type SpiceVariant = 'clamped' | 'released'

/** Whether a value handed in, by a caller that may not be type-checked, names a variant. */
export const isSpiceVariant = (variant: unknown): variant is SpiceVariant =>
  variant === 'clamped' || variant === 'released'

/**
 * The tuples of both graphs, and what became of them. Strings of a merged concept are joined by `/`.
 *
 * @category model
 * @since 0.3.0
 */
export interface SpiceTuples {
  readonly candidate: ReadonlyArray<Tuple>
  /** Of all references together. */
  readonly reference: ReadonlyArray<Tuple>
  /** Tuples of the candidate that match one of the reference. */
  readonly matched: ReadonlyArray<Tuple>
  /** Tuples of the reference that are no candidate tuple's first match, as the original marks them. */
  readonly missed: ReadonlyArray<Tuple>
  /** Tuples of the candidate that match none. */
  readonly extra: ReadonlyArray<Tuple>
}

/**
 * What SPICE says of a candidate.
 *
 * @category model
 * @since 0.3.0
 */
export interface SpiceScore {
  /** F of all tuples: the score. */
  readonly f: number
  /** Share of the candidate's tuples that match, of all. */
  readonly precision: number
  /** Matching tuples of the candidate over tuples of the reference, of all. */
  readonly recall: number
  /** The same and the counts, for all tuples and by kind. */
  readonly categories: Readonly<Record<Category, Counts>>
  readonly tuples: SpiceTuples
  /** Soft matching alone: of each tuple, in the order of `tuples.candidate` and `tuples.reference`, its best partner on the other side. */
  readonly partners?: Pick<SoftScores, 'candidate' | 'reference'>
}

/**
 * Scores one graph against another one.
 *
 * @param soft - The numbers, where tuples match by how similar they are; which of them match exactly is told all the same.
 */
export const spiceScore = (
  candidate: SceneGraph,
  reference: SceneGraph,
  variant: SpiceVariant,
  soft?: SoftScores,
): SpiceScore => {
  const scores = scoreGraphs(candidate, reference)
  const released = (soft ?? scores).categories
  const categories = variant === 'released' ? released : clampAll(released)
  const { f, precision, recall } = categories.All
  const [tuples, ofReference] = [tuplesOf(candidate), tuplesOf(reference)]
  return {
    f,
    precision,
    recall,
    categories,
    tuples: {
      candidate: tuples,
      reference: ofReference,
      matched: tuples.filter((_, i) => scores.candidate[i]),
      missed: ofReference.filter((_, i) => scores.reference[i] !== true),
      extra: tuples.filter((_, i) => scores.candidate[i] !== true),
    },
    ...(soft === undefined ? {} : { partners: { candidate: soft.candidate, reference: soft.reference } }),
  }
}

const clampAll = (categories: SpiceScore['categories']): SpiceScore['categories'] =>
  Object.fromEntries(
    Object.entries(categories).map(([category, counts]) => [category, clampOne(counts)]),
  ) as SpiceScore['categories']

/** Each number by itself: F is that of the original, at most 1, not that of the clamped recall. */
const clampOne = ({ tp, fp, fn, precision, recall, f }: Counts): Counts => ({
  tp,
  fp,
  fn: Math.max(0, fn),
  precision: inUnit(precision),
  recall: inUnit(recall),
  f: inUnit(f),
})

/** NaN, where a category has no reference tuple, is 0, as it is for all tuples. */
const inUnit = (value: number): number => (value > 0 ? Math.min(1, value) : 0)
