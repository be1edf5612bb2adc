import type { Edge } from '../graph/graph.js'
import type { Proposal } from '../sentence.js'
import { isPreposition, spaced } from './prepositions.js'
import { nameOf, type Reading, tagOf } from './reading.js'

/** Calls back for every edge of a relation, governors in order. */
const eachEdge = (
  { edges, first, order }: Reading,
  relation: string,
  take: (governor: number, dependant: number, suffix: string) => void,
): void => {
  for (const g of order) {
    for (let e = first[g] as number; e < (first[g + 1] as number); e++) {
      const edge = edges[e] as Edge
      if (edge.relation === relation) take(g, edge.dependant, edge.suffix)
    }
  }
}

/** A1: an adjective. */
export const adjective = (reading: Reading, out: Array<Proposal>): void =>
  eachEdge(reading, 'amod', (o, a) => out.push([nameOf(reading, o), nameOf(reading, a)]))

/** A2: an adjective as predicate. */
export const predicateAdjective = (reading: Reading, out: Array<Proposal>): void =>
  eachEdge(reading, 'nsubj', (a, o) => {
    if (tagOf(reading, a).startsWith('J')) out.push([nameOf(reading, o), nameOf(reading, a)])
  })

/** R1: a phrase on a noun. */
export const phraseOnNoun = (reading: Reading, out: Array<Proposal>): void =>
  eachEdge(reading, 'nmod', (g, m, suffix) => {
    if (reading.isNoun[g] === true && isPreposition(suffix)) {
      out.push([nameOf(reading, g), nameOf(reading, m), spaced(suffix)])
    }
  })

/** R2: a possessive. */
export const possessive = (reading: Reading, out: Array<Proposal>): void =>
  eachEdge(reading, 'nmod', (g, m, suffix) => {
    if (suffix === 'poss' && reading.isNoun[g] === true && reading.isNoun[m] === true) {
      out.push([nameOf(reading, m), nameOf(reading, g), 'have'])
    }
  })

/** C, then O: compounds are attributes of their head, nouns that are in none are objects. */
export const compoundsAndObjects = (reading: Reading, out: Array<Proposal>): void => {
  const { isNoun, order } = reading
  const isUsed: Array<boolean | undefined> = []
  eachEdge(reading, 'compound', (h, m, suffix) => {
    if (suffix !== '' || isNoun[h] !== true || isNoun[m] !== true) return
    isUsed[h] = true
    isUsed[m] = true
    out.push([nameOf(reading, h), nameOf(reading, m)])
  })
  for (const node of order) if (isNoun[node] === true && isUsed[node] !== true) out.push([nameOf(reading, node)])
}
