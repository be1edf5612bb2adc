import type { Edge } from '../graph/graph.js'
import { isPlural } from '../graph/tags.js'
import type { Proposal } from '../sentence.js'
import { dependantBy, nameOf, NONE, type Reading, tagOf } from './reading.js'

/** N: how many. Only plural nouns are looked at, and not all of them. */
export const numbers = (reading: Reading, out: Array<Proposal>): void => {
  const { edges, first, order, isNoun, graph } = reading
  const nodes = graph.tokens.length
  const plural: Array<boolean> = []
  for (let node = 0; node < nodes; node++) plural.push(isNoun[node] === true && isPlural(tagOf(reading, node)))
  if (!plural.includes(true)) return
  // for each node x: is root; is nsubj of something; is nsubj of a word without plural object; is object of a word w/ plural subject
  const isRoot: Array<boolean | undefined> = []
  const isSubject: Array<boolean | undefined> = []
  const isFree: Array<boolean | undefined> = []
  const isHeld: Array<boolean | undefined> = []
  for (let e = 0; e < (first[1] as number); e++) isRoot[(edges[e] as Edge).dependant] = true
  for (let p = 1; p < nodes; p++) {
    const object = pluralObject(reading, p, plural)
    let hasPluralSubject = false
    for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
      const { relation, dependant } = edges[e] as Edge
      if (relation !== 'nsubj') continue
      isSubject[dependant] = true
      if (plural[dependant] === true) hasPluralSubject = true
      if (object === NONE) isFree[dependant] = true
    }
    if (!hasPluralSubject) continue
    for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
      const { relation, dependant } = edges[e] as Edge
      if (relation === 'dobj' || relation === 'iobj' || relation === 'nmod') isHeld[dependant] = true
    }
  }
  for (const p of order) {
    const y = pluralObject(reading, p, plural)
    if (y === NONE) continue
    for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
      const { relation, dependant } = edges[e] as Edge
      if (relation === 'nsubj' && plural[dependant] === true) {
        examine(reading, dependant, out)
        examine(reading, y, out)
        break
      }
    }
  }
  for (const x of order) {
    if (plural[x] !== true) continue
    if (isRoot[x] === true || isFree[x] === true) examine(reading, x, out)
  }
  for (const x of order) {
    if (plural[x] !== true) continue
    if (isRoot[x] !== true && isSubject[x] !== true && isHeld[x] !== true) examine(reading, x, out)
  }
}

const pluralObject = (reading: Reading, p: number, plural: ReadonlyArray<boolean>): number => {
  const { edges, first } = reading
  for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
    const { relation, dependant } = edges[e] as Edge
    if ((relation === 'dobj' || relation === 'iobj') && plural[dependant] === true) return dependant
  }
  for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
    const { relation, suffix, dependant } = edges[e] as Edge
    if (relation === 'nmod' && suffix !== '' && !suffix.includes('agent') && plural[dependant] === true) {
      if (dependantBy(reading, dependant, 'case') !== NONE) return dependant
    }
  }
  return NONE
}

const examine = (reading: Reading, x: number, out: Array<Proposal>): void => {
  const number = dependantBy(reading, x, 'nummod')
  const { tokens } = reading.graph
  if (number !== NONE) {
    if ((tokens[number] as number) < (tokens[x] as number)) out.push([nameOf(reading, x), nameOf(reading, number)])
    return
  }
  const quantifier = dependantBy(reading, x, 'det', 'qmod')
  if (quantifier !== NONE) out.push([nameOf(reading, x), nameOf(reading, quantifier)])
}
