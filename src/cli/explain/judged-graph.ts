import type { SceneGraph } from '../../spice/scene-graph/scene-graph.js'
import { tuplesOf } from '../../spice/scene-graph/tuples-of.js'
import { matchTuples } from '../../spice/score/match-tuples.js'
import type { Tuple } from '../../spice/sentence.js'
import type { SpiceScore } from '../../spice/spice-score.js'

/** What became of a tuple: extra is in the candidate alone, missed in the reference alone. */
export type Verdict = 'matched' | 'extra' | 'missed'

/** A tuple, and what became of it. */
export interface JudgedTuple {
  readonly tuple: Tuple
  readonly verdict: Verdict
  /** What it matches in the other graph, where that is called otherwise. */
  readonly matches: ReadonlyArray<Tuple>
  /** Of soft matching alone: what is most similar in the other graph, and how similar. */
  readonly nearest?: { readonly tuple: Tuple | undefined; readonly similarity: number }
}

/** A scene graph whose tuples are judged. */
export interface JudgedGraph {
  /** Objects, attributes, relations. */
  readonly tuples: ReadonlyArray<JudgedTuple>
  readonly sizes: SceneGraph['sizes']
  /** Of each attribute, in order, the number of its object. */
  readonly owners: ReadonlyArray<number>
  /** Of each relation, in order, the numbers of the objects that it joins. */
  readonly ends: ReadonlyArray<readonly [subject: number, object: number]>
}

/**
 * Both graphs with what became of each tuple. A reference tuple that a candidate tuple matches, but not as its first match, is missed, as in
 * the score; what it matches is told all the same.
 *
 * @param marks - Of each tuple: whether the score counts it as matched.
 * @param partners - Of soft matching.
 */
export const judgedGraphs = (
  candidate: SceneGraph,
  reference: SceneGraph,
  marks: { readonly candidate: ReadonlyArray<boolean>; readonly reference: ReadonlyArray<boolean> },
  partners?: SpiceScore['partners'],
): { readonly candidate: JudgedGraph; readonly reference: JudgedGraph } => {
  const matches = matchTuples(candidate, reference)
  const [tuples, ofReference] = [tuplesOf(candidate), tuplesOf(reference)]
  const matchedBy = ofReference.map(() => new Array<number>())
  for (const [i, numbers] of matches.entries()) for (const number of numbers) matchedBy[number]?.push(i)
  const judge = (
    own: ReadonlyArray<Tuple>,
    others: ReadonlyArray<Tuple>,
    isMatched: ReadonlyArray<boolean>,
    similar: ReadonlyArray<ReadonlyArray<number>>,
    otherwise: Verdict,
    best: NonNullable<SpiceScore['partners']>['candidate'] | undefined,
  ): ReadonlyArray<JudgedTuple> =>
    own.map((tuple, i) => {
      const partner = best?.[i]
      return {
        tuple,
        verdict: isMatched[i] === true ? 'matched' : otherwise,
        matches: otherNames(
          tuple,
          (similar[i] ?? []).map((number) => others[number] as Tuple),
        ),
        ...(partner === undefined
          ? {}
          : {
              nearest: {
                tuple: partner.partner === undefined ? undefined : others[partner.partner],
                similarity: partner.similarity,
              },
            }),
      }
    })
  return {
    candidate: {
      ...shapeOf(candidate),
      tuples: judge(tuples, ofReference, marks.candidate, matches, 'extra', partners?.candidate),
    },
    reference: {
      ...shapeOf(reference),
      tuples: judge(ofReference, tuples, marks.reference, matchedBy, 'missed', partners?.reference),
    },
  }
}

/** Nothing where the tuple itself is among them. */
const otherNames = (tuple: Tuple, matches: ReadonlyArray<Tuple>): ReadonlyArray<Tuple> =>
  matches.some((match) => match.every((place, i) => place === tuple[i])) ? [] : matches

/** Which objects the attributes and relations belong to, in the order of the tuples. */
const shapeOf = ({ sizes, attributes, relations }: SceneGraph): Omit<JudgedGraph, 'tuples'> => {
  const owners = attributes.flatMap((list, object) => (list?.concepts ?? []).map(() => object))
  const ends = relations.flatMap((byTarget, subject) =>
    [...(byTarget ?? [])].flatMap(([object, { concepts }]) => concepts.map(() => [subject, object] as const)),
  )
  return { sizes, owners, ends }
}
