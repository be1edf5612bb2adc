import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../../core/error.js'
import type { SceneGraph } from '../scene-graph/scene-graph.js'
import { CARDINALITY, type Category, COLOR, kindsOf, SIZE } from '../score/category.js'
import type { Counts } from '../score/counts.js'
import { matchTuples } from '../score/match-tuples.js'
import { type Best, bestOf, type Block } from './best-of.js'
import { checkedSimilarities } from './checked-similarities.js'
import { MOST_COMPARED, softPairs } from './soft-pairs.js'
import type { PureMatcher, Similarities, TuplePair } from './tuple-matcher.js'

/**
 * The scores of a candidate, and the best partner of each tuple.
 *
 * @category model
 * @since 0.3.0
 */
export interface SoftScores {
  /** As of the exact score, with similarities in place of matches: `tp` is their sum over the candidate, `fp` and `fn` what each side lacks. */
  readonly categories: Readonly<Record<Category, Counts>>
  /** Of each tuple of the candidate, in the order of `tuplesOf`: the tuple of the reference that is most similar. */
  readonly candidate: ReadonlyArray<Best>
  /** Of each tuple of the reference: the tuple of the candidate that is most similar. */
  readonly reference: ReadonlyArray<Best>
}

/**
 * Soft-SPICE: how far each tuple of a graph has its like in the other one.
 *
 * P = mean over candidate tuples of the best similarity to a reference tuple, R = mean over reference tuples of the best similarity to a
 * candidate tuple, F = 2 P R / (P + R), 0 where both are 0. Only tuples of one kind are compared, and a pair that SPICE matches has
 * similarity 1.
 *
 * @param similarities - Of the objects, the attributes and the relations, as asked for by {@link softPairs}; each in [0, 1].
 * @returns All in [0, 1], but `fp` and `fn`, which are numbers of tuples. Without reference tuples those of `All` are 0 and those of a
 *   category NaN, as in the exact score.
 * @remarks Paper: Li et al. 2023 (FACTUAL), whose score is P alone, over tuples of any kind, by cosines that may be negative.
 *   docs/soft-spice.md tells why this differs. Of each kind the first 256 tuples are compared; later ones match exactly or not at all.
 * @category pure
 * @since 0.3.0
 */
export const softScore = (
  candidate: SceneGraph,
  reference: SceneGraph,
  similarities: readonly [objects: Similarities, attributes: Similarities, relations: Similarities],
): SoftScores => {
  const matches = matchTuples(candidate, reference)
  const blocks = ends(candidate).map(([rowsFrom, rowsTo], kind): Block => {
    const [columnsFrom, columnsTo] = ends(reference)[kind] as readonly [number, number]
    const rows = [rowsFrom, rowsTo] as const
    const columns = [columnsFrom, columnsTo] as const
    return { rows, columns, most: MOST_COMPARED, similarities: similarities[kind] as Similarities, matches }
  })
  const [objects, attributes, relations] = blocks.map((block) => bestOf(block)) as [Bests, Bests, Bests]
  const [kinds, ofKinds] = [kindsOf(candidate), kindsOf(reference)]
  const ofKind = (kind: number): Counts => {
    const has = (all: ReadonlyArray<number>, i: number): boolean => all[i] === kind
    const best = bestOf(blocks[1] as Block, (i, j) => has(kinds, i) && has(ofKinds, j))
    return softCounts(
      best.rows.filter((_, i) => has(kinds, i)),
      best.columns.filter((_, j) => has(ofKinds, j)),
      NaN,
    )
  }
  const all = {
    rows: [...objects.rows, ...attributes.rows, ...relations.rows],
    columns: [...objects.columns, ...attributes.columns, ...relations.columns],
  }
  return {
    categories: {
      All: softCounts(all.rows, all.columns, 0),
      Object: softCounts(objects.rows, objects.columns, NaN),
      Relation: softCounts(relations.rows, relations.columns, NaN),
      Attribute: softCounts(attributes.rows, attributes.columns, NaN),
      Color: ofKind(COLOR),
      Cardinality: ofKind(CARDINALITY),
      Size: ofKind(SIZE),
    },
    candidate: all.rows,
    reference: all.columns,
  }
}

/**
 * Soft-SPICE with a matcher that needs no waiting, and whose answers are what they should be.
 *
 * @example
 * ```ts @import.meta.vitest
 * const { sceneGraph } = await import('../scene-graph/scene-graph.js')
 * const graph = (...objects: ReadonlyArray<string>) => sceneGraph([objects.map((object) => [object] as const)], { synsets: () => [] })
 * const alike = softScoreBy(() => [0.5, 0])(graph('puppy'), graph('dog', 'ball'))
 * expect(alike.categories.All).toMatchObject({ precision: 0.5, recall: 0.25 })
 * expect(alike.candidate).toEqual([{ partner: 0, similarity: 0.5 }])
 * ```
 * @category pure
 * @since 0.3.0
 */
export const softScoreBy =
  (match: PureMatcher) =>
  (candidate: SceneGraph, reference: SceneGraph): SoftScores => {
    const [objects, attributes, relations] = softPairs(candidate, reference)
    return softScore(candidate, reference, [match(objects), match(attributes), match(relations)])
  }

/** The same with a matcher of the user's: its answers are held against what it was asked. */
export const checkedSoftScoreBy =
  (match: PureMatcher) =>
  (candidate: SceneGraph, reference: SceneGraph): E.Either<RewardError, SoftScores> => {
    const [objects, attributes, relations] = softPairs(candidate, reference)
    const asked = (pair: TuplePair): E.Either<RewardError, Similarities> => checkedSimilarities(pair, match(pair))
    return pipe(
      E.Do,
      E.bind('ofObjects', () => asked(objects)),
      E.bind('ofAttributes', () => asked(attributes)),
      E.bind('ofRelations', () => asked(relations)),
      E.map(({ ofObjects, ofAttributes, ofRelations }) =>
        softScore(candidate, reference, [ofObjects, ofAttributes, ofRelations]),
      ),
    )
  }

type Bests = ReturnType<typeof bestOf>

/** Where the tuples of each kind begin and end. */
const ends = ({ sizes: [objects, attributes, relations] }: SceneGraph): ReadonlyArray<readonly [number, number]> => [
  [0, objects],
  [objects, objects + attributes],
  [objects + attributes, objects + attributes + relations],
]

const softCounts = (candidate: ReadonlyArray<Best>, reference: ReadonlyArray<Best>, undefinedAs: number): Counts => {
  const [tp, found] = [sum(candidate), sum(reference)]
  const [fp, fn] = [candidate.length - tp, reference.length - found]
  if (reference.length === 0) return { tp, fp, fn, precision: undefinedAs, recall: undefinedAs, f: undefinedAs }
  const precision = candidate.length > 0 ? tp / candidate.length : 0
  const recall = found / reference.length
  const both = precision + recall
  return { tp, fp, fn, precision, recall, f: both > 0 ? (2 * precision * recall) / both : 0 }
}

const sum = (bests: ReadonlyArray<Best>): number => {
  let total = 0
  for (const { similarity } of bests) total += similarity
  return total
}
