import type { Edge } from '../graph/graph.js'
import { isPlural } from '../graph/tags.js'
import type { Proposal } from '../sentence.js'
import { dependantBy, nameOf, NONE, type Reading, tagOf } from './reading.js'

/** N: how many there are. Only plural nouns are asked, and not all of them: see `places`. RULES 5. */
export const numbers = (reading: Reading, out: Array<Proposal>): void => {
  const { order } = reading
  const plural = reading.isNoun.map((isNoun, node) => isNoun && isPlural(tagOf(reading, node)))
  if (!plural.includes(true)) return
  for (const p of order) {
    const object = pluralObject(reading, p, plural)
    const subject = object === NONE ? NONE : pluralSubject(reading, p, plural)
    if (subject === NONE) continue
    examine(reading, subject, out)
    examine(reading, object, out)
  }
  const places = placesOf(reading, plural)
  for (const x of order) if (plural[x] === true && isAlone(places, x)) examine(reading, x, out)
  for (const x of order) if (plural[x] === true && isApart(places, x)) examine(reading, x, out)
}

/** What each node is to others. */
interface Places {
  readonly root: Array<boolean | undefined>
  readonly subject: Array<boolean | undefined>
  /** Subject of a word without a plural object. */
  readonly loneSubject: Array<boolean | undefined>
  /** Object or phrase of a word with a plural subject. */
  readonly objectOfMany: Array<boolean | undefined>
}

const isAlone = ({ root, loneSubject }: Places, x: number): boolean => root[x] === true || loneSubject[x] === true

const isApart = ({ root, subject, objectOfMany }: Places, x: number): boolean =>
  root[x] !== true && subject[x] !== true && objectOfMany[x] !== true

const placesOf = (reading: Reading, plural: ReadonlyArray<boolean>): Places => {
  const { edges } = reading
  const places: Places = { root: [], subject: [], loneSubject: [], objectOfMany: [] }
  for (const { governor, relation, dependant } of edges) {
    if (governor === 0) places.root[dependant] = true
    else if (relation === 'nsubj') {
      places.subject[dependant] = true
      if (pluralObject(reading, governor, plural) === NONE) places.loneSubject[dependant] = true
    } else if (relation === 'dobj' || relation === 'iobj' || relation === 'nmod') {
      if (pluralSubject(reading, governor, plural) !== NONE) places.objectOfMany[dependant] = true
    }
  }
  return places
}

const pluralSubject = ({ edges, first }: Reading, p: number, plural: ReadonlyArray<boolean>): number => {
  for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
    const { relation, dependant } = edges[e] as Edge
    if (relation === 'nsubj' && plural[dependant] === true) return dependant
  }
  return NONE
}

/** The first object, else the first phrase with a preposition. */
const pluralObject = (reading: Reading, p: number, plural: ReadonlyArray<boolean>): number => {
  const { edges, first } = reading
  let phrase = NONE
  for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
    const { relation, suffix, dependant } = edges[e] as Edge
    if (plural[dependant] !== true) continue
    if (relation === 'dobj' || relation === 'iobj') return dependant
    if (phrase === NONE && relation === 'nmod' && suffix !== '' && !suffix.includes('agent')) {
      if (dependantBy(reading, dependant, 'case') !== NONE) phrase = dependant
    }
  }
  return phrase
}

/** The number of x, if it stands before x; where there is none, the quantifier. */
const examine = (reading: Reading, x: number, out: Array<Proposal>): void => {
  const { tokens } = reading.graph
  const number = dependantBy(reading, x, 'nummod')
  const told = number === NONE ? dependantBy(reading, x, 'det', 'qmod') : number
  const isBefore = number === NONE || (tokens[number] as number) < (tokens[x] as number)
  if (told !== NONE && isBefore) out.push([nameOf(reading, x), nameOf(reading, told)])
}
