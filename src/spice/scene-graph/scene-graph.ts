import type { Lexicon } from '../lexicon/lexicon.js'
import type { Proposal } from '../sentence.js'
import { addTo, complete, type ConceptList, type GrowingList, newList } from './concept-list.js'

/**
 * Objects, their attributes and the relations between them: what a text, or several texts together, say (RULES 6.3). Objects are
 * numbered as they came. Its tuples are numbered, too: objects, then attributes by object, then relations by source; {@link tuplesOf}
 * lists them.
 *
 * @category model
 * @since 0.3.0
 */
export interface SceneGraph {
  readonly objects: ConceptList
  /** By object; nothing where it has none. */
  readonly attributes: ReadonlyArray<ConceptList | undefined>
  /** By source, then by target; nothing where an object is the source of none. */
  readonly relations: ReadonlyArray<ReadonlyMap<number, ConceptList> | undefined>
  /** How many tuples of one, two and three concepts there are. */
  readonly sizes: readonly [objects: number, attributes: number, relations: number]
}

/** A relation that begins with it loses it: "be on" is "on". */
const COPULA = 'be '

/**
 * The scene graph of proposals (RULES 6.3). Strings that share a synset name the same thing and become one concept, whose synsets grow
 * with it; so the order of the proposals can matter where three or more are partly synonymous.
 *
 * @param texts - The proposals of one text, or of several texts that are to be one graph: of all references, in their order.
 * @param lexicon - Tells synonyms.
 * @returns A graph, empty where nothing is proposed.
 * @remarks Linear in the number of proposals.
 * @example
 * ```ts @import.meta.vitest
 * const { tuplesOf } = await import('./tuples-of.js')
 * const lexicon = { synsets: (word: string) => (word === 'car' || word === 'automobile' ? [2958343] : []) }
 * const graph = sceneGraph([[['car', 'red'], ['automobile', 'street', 'be on']]], lexicon)
 * expect(tuplesOf(graph)).toEqual([
 *   ['automobile/car'],
 *   ['street'],
 *   ['automobile/car', 'red'],
 *   ['automobile/car', 'on', 'street'],
 * ])
 * ```
 * @category constructors
 * @since 0.3.0
 */
export const sceneGraph = (texts: ReadonlyArray<ReadonlyArray<Proposal>>, lexicon: Lexicon): SceneGraph => {
  const objects = newList()
  const attributes: Array<GrowingList | undefined> = []
  const relations: Array<Map<number, GrowingList> | undefined> = []
  for (const proposals of texts)
    for (const [object, second, predicate] of proposals) {
      const node = addTo(objects, object, lexicon, 'closest')
      if (second === undefined) continue
      if (predicate === undefined) {
        addTo((attributes[node] ??= newList()), second, lexicon, 'first')
        continue
      }
      const target = addTo(objects, second, lexicon, 'closest')
      const name = predicate.startsWith(COPULA) ? predicate.slice(COPULA.length) : predicate
      addTo(between((relations[node] ??= new Map<number, GrowingList>()), target), name, lexicon, 'first')
    }
  return numbered(objects, attributes, relations)
}

const between = (relations: Map<number, GrowingList>, target: number): GrowingList => {
  const known = relations.get(target)
  if (known !== undefined) return known
  const list = newList()
  relations.set(target, list)
  return list
}

const numbered = (
  objects: GrowingList,
  attributes: Array<GrowingList | undefined>,
  relations: Array<Map<number, GrowingList> | undefined>,
): SceneGraph => {
  let next = 0
  const take = (list: GrowingList): void => {
    complete(list, next)
    next += list.concepts.length
  }
  take(objects)
  const attributesFrom = next
  for (const list of attributes) if (list !== undefined) take(list)
  const relationsFrom = next
  for (const byTarget of relations) if (byTarget !== undefined) for (const list of byTarget.values()) take(list)
  return {
    objects,
    attributes,
    relations,
    sizes: [attributesFrom, relationsFrom - attributesFrom, next - relationsFrom],
  }
}
