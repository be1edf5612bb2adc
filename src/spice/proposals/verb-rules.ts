import type { Edge } from '../graph/graph.js'
import type { Proposal } from '../sentence.js'
import { isObject, isPreposition, spaced } from './prepositions.js'
import { dependantBy, lemmaOf, nameOf, NONE, type Reading, tagOf, wordOf } from './reading.js'

/** S1: who does what to whom. */
export const subjectPredicateObject = (reading: Reading, out: Array<Proposal>): void => {
  for (const p of reading.order) {
    if (hasSubjectAlone(reading, p)) eachSubject(reading, p, (s) => proposeObjects(reading, s, p, out))
  }
}

/** S2: a clause on a noun, "a cat sitting in a chair". */
export const clauseOnNoun = (reading: Reading, out: Array<Proposal>): void => {
  const { edges, first, order } = reading
  for (const s of order) {
    for (let e = first[s] as number; e < (first[s + 1] as number); e++) {
      const { relation, suffix, dependant } = edges[e] as Edge
      if (relation === 'acl' && suffix === '' && tagOf(reading, dependant).startsWith('V')) {
        proposeObjects(reading, s, dependant, out)
      }
    }
  }
}

/** S3: a subject and what it does, with no object. */
export const subjectPredicate = (reading: Reading, out: Array<Proposal>): void => {
  for (const p of reading.order) {
    if (!hasSubjectAlone(reading, p) || hasObject(reading, p)) continue
    eachSubject(reading, p, (s) => proposeState(reading, s, p, out))
  }
}

/** S4: a subject and what it is. */
export const copula = (reading: Reading, out: Array<Proposal>): void => {
  for (const p of reading.order) {
    if (dependantBy(reading, p, 'cop') === NONE) continue
    eachSubject(reading, p, (s) => proposeState(reading, s, p, out, true))
  }
}

/** R3: who did it, of a passive verb. */
export const passiveAgent = (reading: Reading, out: Array<Proposal>): void => {
  const { edges, first, order, isNoun } = reading
  for (const v of order) {
    if (!tagOf(reading, v).startsWith('V')) continue
    for (let a = first[v] as number; a < (first[v + 1] as number); a++) {
      const agent = edges[a] as Edge
      if (agent.relation !== 'nmod' || agent.suffix !== 'agent' || isNoun[agent.dependant] !== true) continue
      for (let e = first[v] as number; e < (first[v + 1] as number); e++) {
        const { relation, dependant } = edges[e] as Edge
        if (relation === 'nsubjpass' && isNoun[dependant] === true) {
          out.push([nameOf(reading, agent.dependant), nameOf(reading, dependant), predicateOf(reading, v)])
        }
      }
    }
  }
}

/** A subject, and no copula. */
const hasSubjectAlone = (reading: Reading, p: number): boolean =>
  dependantBy(reading, p, 'nsubj') !== NONE && dependantBy(reading, p, 'cop') === NONE

const eachSubject = ({ edges, first, isNoun }: Reading, p: number, take: (s: number) => void): void => {
  for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
    const { relation, suffix, dependant } = edges[e] as Edge
    if (relation === 'nsubj' && suffix === '' && isNoun[dependant] === true) take(dependant)
  }
}

const hasObject = ({ edges, first, isNoun }: Reading, p: number): boolean => {
  for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
    const edge = edges[e] as Edge
    if (isObject(edge) && isNoun[edge.dependant] === true) return true
  }
  return false
}

const proposeObjects = (reading: Reading, s: number, p: number, out: Array<Proposal>): void => {
  const { edges, first, isNoun } = reading
  for (let e = first[p] as number; e < (first[p + 1] as number); e++) {
    const edge = edges[e] as Edge
    if (!isObject(edge) || isNoun[edge.dependant] !== true) continue
    const { relation, suffix } = edge
    const predicate = predicateOf(reading, p)
    const whole = relation === 'nmod' && isPreposition(suffix) ? `${predicate} ${spaced(suffix)}` : predicate
    out.push([nameOf(reading, s), nameOf(reading, edge.dependant), whole.trim()])
  }
}

/** The lemma, with the particle of a phrasal verb; "be" with a particle is left out. */
const predicateOf = (reading: Reading, p: number): string => {
  const lemma = lemmaOf(reading, p)
  const particle = dependantBy(reading, p, 'compound', 'prt')
  if (particle === NONE) return lemma
  return `${lemma === 'be' ? '' : lemma} ${wordOf(reading, particle)}`
}

/** The subject is in a place (there is a preposition), or it has an attribute. */
const proposeState = (reading: Reading, s: number, p: number, out: Array<Proposal>, isCopula = false): void => {
  const preposition = dependantBy(reading, p, 'case')
  const [subject, name] = [nameOf(reading, s), nameOf(reading, p)]
  if (preposition !== NONE) out.push([subject, name, wholePreposition(reading, preposition)])
  else if (isCopula || name !== 'be') out.push([subject, name])
}

const wholePreposition = (reading: Reading, preposition: number): string => {
  const { edges, first } = reading
  let whole = wordOf(reading, preposition)
  for (let e = first[preposition] as number; e < (first[preposition + 1] as number); e++) {
    const { relation, dependant } = edges[e] as Edge
    if (relation === 'mwe') whole += ` ${wordOf(reading, dependant)}`
  }
  return whole.trim()
}
