import type { Lexicon } from '../lexicon/lexicon.js'
import { areSimilar, type Concept, similarity } from './concept.js'

/**
 * Concepts that stand in one place of a graph: its objects, the attributes of an object, the relations between two objects. Strings
 * are added one by one, and merge with what is similar (RULES 6.3).
 */
export interface ConceptList {
  readonly concepts: ReadonlyArray<Concept>
  /** Number of the first one among the tuples of the graph; 0 until the graph is complete. */
  readonly first: number
  /** By string and by synset, the concepts that have it; only in a long list. */
  readonly index: Index | undefined
}

type Index = ReadonlyMap<string | number, ReadonlyArray<number>>

/** A list that grows. */
export interface GrowingList extends ConceptList {
  readonly concepts: Array<GrowingConcept>
  first: number
  /** How many strings the concepts have together. */
  size: number
  index: GrowingIndex | undefined
}

type GrowingIndex = Map<string | number, Array<number>>

interface GrowingConcept extends Concept {
  readonly strings: Array<string>
  synsets: ReadonlyArray<number>
}

/** Which of several similar concepts a string merges with: the most similar one, and among equals the first; or just the first. */
export type Choice = 'closest' | 'first'

/** Up to so many strings a list is read from end to end; then it is indexed, lest long texts take quadratic time. */
const SHORT = 16

export const newList = (): GrowingList => ({ concepts: [], first: 0, size: 0, index: undefined })

/** Adds a string, and answers the number of the concept that has it now. */
export const addTo = (list: GrowingList, string: string, lexicon: Lexicon, choice: Choice): number => {
  const equal = indexOfEqual(list, string)
  if (equal >= 0) return equal
  const synsets = inOrder(lexicon.synsets(string))
  const similar = list.index === undefined ? seek(list, string, synsets, choice) : lookUp(list, string, synsets, choice)
  if (similar < 0) append(list, string, synsets)
  else merge(list, similar, string, synsets)
  return similar < 0 ? list.concepts.length - 1 : similar
}

/** The numbers of the concepts of a complete list that are similar to a concept. */
export const similarIn = ({ concepts, index }: ConceptList, concept: Concept): ReadonlyArray<number> => {
  const found: Array<number> = []
  if (index === undefined) {
    for (let i = 0; i < concepts.length; i++) if (areSimilar(concept, concepts[i] as Concept)) found.push(i)
    return found
  }
  const seen = new Set<number>()
  for (const string of concept.strings) for (const i of index.get(string) ?? NONE) seen.add(i)
  for (const synset of concept.synsets) for (const i of index.get(synset) ?? NONE) seen.add(i)
  return [...seen]
}

/** Makes the list a complete one, whose concepts are numbered from `first` among the tuples of the graph. */
export const complete = (list: GrowingList, first: number): void => {
  list.first = first
  if (list.index === undefined) return
  for (const concept of list.concepts) if (concept.strings.length > 1) concept.synsets = inOrder(concept.synsets)
}

const NONE: ReadonlyArray<number> = []

/** A concept is equal to a string where it has that string alone: its synsets are the string's then. */
const isEqual = ({ strings }: Concept, string: string): boolean => strings.length === 1 && strings[0] === string

const indexOfEqual = ({ concepts, index }: GrowingList, string: string): number => {
  if (index !== undefined) return index.get(string)?.find((i) => isEqual(concepts[i] as Concept, string)) ?? -1
  for (let i = 0; i < concepts.length; i++) if (isEqual(concepts[i] as Concept, string)) return i
  return -1
}

const seek = ({ concepts }: GrowingList, string: string, synsets: ReadonlyArray<number>, choice: Choice): number => {
  let [best, greatest] = [-1, 0]
  for (let i = 0; i < concepts.length; i++) {
    const similar = similarity(concepts[i] as Concept, string, synsets)
    if (similar > 0 && choice === 'first') return i
    if (similar > greatest) [best, greatest] = [i, similar]
  }
  return best
}

/** The same through the index. */
const lookUp = (
  { concepts, index }: GrowingList,
  string: string,
  synsets: ReadonlyArray<number>,
  choice: Choice,
): number => {
  /** Of each similar concept: how many synsets it has in common, Infinity where it has the string. */
  const common = new Map<number, number>()
  for (const synset of synsets) for (const i of index?.get(synset) ?? NONE) common.set(i, (common.get(i) ?? 0) + 1)
  for (const i of index?.get(string) ?? NONE) common.set(i, Infinity)
  let [best, greatest] = [-1, 0]
  for (const [i, count] of common) {
    const either = (concepts[i] as Concept).synsets.length + synsets.length - count
    const similar = choice === 'first' || count === Infinity ? 1 : count / either
    if (similar > greatest || (similar === greatest && i < best)) [best, greatest] = [i, similar]
  }
  return best
}

const append = (list: GrowingList, string: string, synsets: ReadonlyArray<number>): void => {
  list.concepts.push({ strings: [string], synsets })
  list.size++
  if (list.index !== undefined) enter(list.index, list.concepts.length - 1, string, synsets)
  else if (list.size > SHORT) buildIndex(list)
}

const merge = (list: GrowingList, number: number, string: string, synsets: ReadonlyArray<number>): void => {
  const concept = list.concepts[number] as GrowingConcept
  const { index } = list
  const isKnown = index === undefined ? concept.strings.includes(string) : index.get(string)?.includes(number) === true
  if (isKnown) return
  concept.strings.push(string)
  list.size++
  if (index === undefined) {
    concept.synsets = inOrder([...concept.synsets, ...synsets])
    if (list.size > SHORT) buildIndex(list)
    return
  }
  const added = synsets.filter((synset) => index.get(synset)?.includes(number) !== true)
  // So far it had one string, and the lexicon's own list. New ones come last: `complete` sorts.
  if (concept.strings.length === 2) concept.synsets = [...concept.synsets]
  for (const synset of added) (concept.synsets as Array<number>).push(synset)
  enter(index, number, string, added)
}

/** Lexicons of users may list synsets in any order. */
const inOrder = (synsets: ReadonlyArray<number>): ReadonlyArray<number> => {
  for (let i = 1; i < synsets.length; i++)
    if ((synsets[i] as number) <= (synsets[i - 1] as number)) return [...new Set(synsets)].sort((a, b) => a - b)
  return synsets
}

const buildIndex = (list: GrowingList): void => {
  const index: GrowingIndex = new Map()
  for (const [i, { strings, synsets }] of list.concepts.entries())
    for (const string of strings) enter(index, i, string, string === strings[0] ? synsets : NONE)
  list.index = index
}

const enter = (index: GrowingIndex, number: number, string: string, synsets: ReadonlyArray<number>): void => {
  enterKey(index, string, number)
  for (const synset of synsets) enterKey(index, synset, number)
}

const enterKey = (index: GrowingIndex, key: string | number, number: number): void => {
  const known = index.get(key)
  if (known === undefined) index.set(key, [number])
  else if (!known.includes(number)) known.push(number)
}
