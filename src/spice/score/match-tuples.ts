import { type ConceptList, similarIn } from '../scene-graph/concept-list.js'
import type { SceneGraph } from '../scene-graph/scene-graph.js'

/** Of each tuple of the candidate, in order: the numbers of the reference tuples that it matches. */
export type Matches = ReadonlyArray<ReadonlyArray<number>>

/** Tuples match when they are equally long and similar at every position (RULES 7). */
export const matchTuples = (candidate: SceneGraph, reference: SceneGraph): Matches => {
  const objects = candidate.objects.concepts.map((object) => similarIn(reference.objects, object))
  const matches: Array<ReadonlyArray<number>> = [...objects]
  for (let object = 0; object < candidate.attributes.length; object++) {
    const list = candidate.attributes[object]
    if (list !== undefined) matchLists(list, attributesOf(reference, objects[object] ?? NONE), matches)
  }
  for (let source = 0; source < candidate.relations.length; source++) {
    const byTarget = candidate.relations[source]
    if (byTarget === undefined) continue
    for (const [target, list] of byTarget)
      matchLists(list, relationsOf(reference, objects[source] ?? NONE, objects[target] ?? NONE), matches)
  }
  return matches
}

const NONE: ReadonlyArray<never> = []

const attributesOf = ({ attributes }: SceneGraph, objects: ReadonlyArray<number>): ReadonlyArray<ConceptList> => {
  const lists: Array<ConceptList> = []
  for (const object of objects) {
    const list = attributes[object]
    if (list !== undefined) lists.push(list)
  }
  return lists
}

const relationsOf = (
  { relations }: SceneGraph,
  sources: ReadonlyArray<number>,
  targets: ReadonlyArray<number>,
): ReadonlyArray<ConceptList> => {
  const lists: Array<ConceptList> = []
  for (const source of sources) {
    const byTarget = relations[source]
    if (byTarget === undefined) continue
    for (const target of targets) {
      const list = byTarget.get(target)
      if (list !== undefined) lists.push(list)
    }
  }
  return lists
}

/** Of each concept of a list, the numbers of the tuples whose concepts, in the other lists, are similar. */
const matchLists = (
  list: ConceptList,
  others: ReadonlyArray<ConceptList>,
  matches: Array<ReadonlyArray<number>>,
): void => {
  for (const concept of list.concepts) {
    const numbers: Array<number> = []
    for (const other of others) for (const i of similarIn(other, concept)) numbers.push(other.first + i)
    matches.push(numbers)
  }
}
