import type { Concept } from '../scene-graph/concept.js'
import type { SceneGraph } from '../scene-graph/scene-graph.js'
import type { SoftTuple, TuplePair } from './tuple-matcher.js'

/**
 * So many tuples of a kind are compared on each side, which a text of any usual length does not have: the work grows with the square.
 * Those after them match exactly or not at all.
 */
export const MOST_COMPARED = 256

/**
 * What a matcher is asked about two graphs: their objects, their attributes, their relations, in the order of `tuplesOf`.
 *
 * @category destructors
 * @since 0.3.0
 */
export const softPairs = (
  candidate: SceneGraph,
  reference: SceneGraph,
): readonly [objects: TuplePair, attributes: TuplePair, relations: TuplePair] => {
  const pair = (tuples: (graph: SceneGraph) => Iterable<SoftTuple>): TuplePair => ({
    candidate: firstOf(tuples(candidate)),
    reference: firstOf(tuples(reference)),
  })
  return [pair(objectsOf), pair(attributesOf), pair(relationsOf)]
}

const firstOf = (tuples: Iterable<SoftTuple>): ReadonlyArray<SoftTuple> => {
  const first: Array<SoftTuple> = []
  for (const tuple of tuples) {
    if (first.length === MOST_COMPARED) break
    first.push(tuple)
  }
  return first
}

function* objectsOf({ objects }: SceneGraph): Iterable<SoftTuple> {
  for (const { strings } of objects.concepts) yield [strings]
}

function* attributesOf({ objects, attributes }: SceneGraph): Iterable<SoftTuple> {
  for (let object = 0; object < attributes.length; object++)
    for (const { strings } of attributes[object]?.concepts ?? []) yield [stringsOf(objects.concepts, object), strings]
}

function* relationsOf({ objects: { concepts }, relations }: SceneGraph): Iterable<SoftTuple> {
  for (let source = 0; source < relations.length; source++)
    for (const [target, list] of relations[source] ?? [])
      for (const { strings } of list.concepts) yield [stringsOf(concepts, source), strings, stringsOf(concepts, target)]
}

const stringsOf = (concepts: ReadonlyArray<Concept>, i: number): ReadonlyArray<string> =>
  (concepts[i] as Concept).strings
