import type { SceneGraph } from '../scene-graph/scene-graph.js'
import { tuplesOf } from '../scene-graph/tuples-of.js'
import type { Tuple } from '../sentence.js'
import { CARDINALITY, type Category, COLOR, kindsOf, SIZE } from './category.js'
import { counts, type Counts } from './counts.js'
import { type Matches, matchTuples } from './match-tuples.js'

/**
 * The scores of a candidate, and which tuples matched.
 *
 * @category model
 * @since 0.3.0
 */
export interface GraphScores {
  readonly categories: Readonly<Record<Category, Counts>>
  /** Of each tuple of the candidate, in the order of {@link tuplesOf}: whether it matches one of the reference. */
  readonly candidate: ReadonlyArray<boolean>
  /** Of each tuple of the reference: whether it is the first one, in the order of the displayed strings, that some candidate tuple matches. */
  readonly reference: ReadonlyArray<boolean>
}

/**
 * SPICE: how many tuples two scene graphs share, synonyms included, as precision, recall and F.
 *
 * P = tp / |candidate tuples|, R = tp / |reference tuples|, F = 2 P R / (P + R); 0 where nothing matches.
 *
 * @param candidate - The graph of the text that is scored.
 * @param reference - The graph of all references together.
 * @returns The numbers of the released program, for all tuples and by category. Without reference tuples those of `All` are 0 and those
 *   of a category NaN. `fn` can be negative, recall and F above 1: several candidate tuples may match one reference tuple.
 * @remarks Not symmetric. Paper: Anderson et al. 2016, Eq. 3 to 5. It does not say whose matching tuples are counted; here it is the
 *   candidate's in precision and recall both, as in the released program.
 * @example
 * ```ts @import.meta.vitest
 * const { sceneGraph } = await import('../scene-graph/scene-graph.js')
 * const noSynonyms = { synsets: () => [] }
 * const candidate = sceneGraph([[['man', 'horse', 'ride']]], noSynonyms)
 * const reference = sceneGraph([[['horse', 'brown'], ['man', 'horse', 'ride']]], noSynonyms)
 * expect(scoreGraphs(candidate, reference).categories.All).toMatchObject({ tp: 3, fp: 0, fn: 1, precision: 1, recall: 0.75 })
 * ```
 * @category pure
 * @since 0.3.0
 */
export const scoreGraphs = (candidate: SceneGraph, reference: SceneGraph): GraphScores => {
  const matches = matchTuples(candidate, reference)
  const [objects, attributes, relations] = candidate.sizes
  const [ofObjects, ofAttributes, ofRelations] = reference.sizes
  const attributesEnd = objects + attributes
  const object = countMatched(matches, 0, objects)
  const attribute = countMatched(matches, objects, attributesEnd)
  const relation = countMatched(matches, attributesEnd, matches.length)
  const [kinds, ofKinds] = [kindsOf(candidate), kindsOf(reference)]
  const ofKind = (kind: number): Counts =>
    counts(countKind(kind, kinds, matches, objects, ofKinds, ofObjects), count(kind, kinds), count(kind, ofKinds), NaN)
  return {
    categories: {
      All: counts(object + attribute + relation, matches.length, ofObjects + ofAttributes + ofRelations, 0),
      Object: counts(object, objects, ofObjects, NaN),
      Relation: counts(relation, relations, ofRelations, NaN),
      Attribute: counts(attribute, attributes, ofAttributes, NaN),
      Color: ofKind(COLOR),
      Cardinality: ofKind(CARDINALITY),
      Size: ofKind(SIZE),
    },
    candidate: matches.map((numbers) => numbers.length > 0),
    reference: firstMatches(matches, reference),
  }
}

const countMatched = (matches: Matches, from: number, to: number): number => {
  let matched = 0
  for (let i = from; i < to; i++) if ((matches[i] as ReadonlyArray<number>).length > 0) matched++
  return matched
}

const count = (kind: number, kinds: ReadonlyArray<number>): number => {
  let found = 0
  for (const one of kinds) if (one === kind) found++
  return found
}

/** Attributes of a kind that match one of the same kind. The attributes are the tuples after the objects. */
const countKind = (
  kind: number,
  kinds: ReadonlyArray<number>,
  matches: Matches,
  objects: number,
  ofKinds: ReadonlyArray<number>,
  ofObjects: number,
): number => {
  let matched = 0
  for (let i = 0; i < kinds.length; i++)
    if (kinds[i] === kind && matches[objects + i]?.some((number) => ofKinds[number - ofObjects] === kind) === true)
      matched++
  return matched
}

/** The original looks for a match in sorted order and marks the first one it meets. */
const firstMatches = (matches: Matches, reference: SceneGraph): ReadonlyArray<boolean> => {
  const [objects, attributes, relations] = reference.sizes
  const marks = Array.from<boolean>({ length: objects + attributes + relations }).fill(false)
  let tuples: ReadonlyArray<Tuple> | undefined
  for (const numbers of matches) {
    if (numbers.length === 0) continue
    let first = numbers[0] as number
    if (numbers.length > 1) {
      tuples ??= tuplesOf(reference)
      for (const number of numbers) if (isBefore(tuples[number] as Tuple, tuples[first] as Tuple)) first = number
    }
    marks[first] = true
  }
  return marks
}

/** Whether a tuple comes before another one of its length. */
const isBefore = (a: Tuple, b: Tuple): boolean => {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as string, b[i] as string]
    if (x !== y) return x < y
  }
  return false
}
