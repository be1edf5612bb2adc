import { applyEdits } from '../graph/apply-edits.js'
import { collapse } from '../graph/collapse.js'
import type { Graph } from '../graph/graph.js'
import type { Proposal, Sentence } from '../sentence.js'
import { adjective, compoundsAndObjects, phraseOnNoun, possessive, predicateAdjective } from './noun-rules.js'
import { numbers } from './number-rule.js'
import { readingOf } from './reading.js'
import { clauseOnNoun, copula, passiveAgent, subjectPredicate, subjectPredicateObject } from './verb-rules.js'

/** The rules of RULES 5, in their order there. */
const RULES = [
  subjectPredicateObject,
  clauseOnNoun,
  subjectPredicate,
  copula,
  adjective,
  predicateAdjective,
  phraseOnNoun,
  possessive,
  passiveAgent,
  numbers,
  compoundsAndObjects,
]

/** What a text proposes for its scene graph: each sentence is read alone. RULES 3 to 5. */
export const proposalsOf = (sentences: ReadonlyArray<Sentence>): ReadonlyArray<Proposal> => {
  const proposals: Array<Proposal> = []
  sentences.forEach((sentence, k) => propose(applyEdits(collapse(sentence, k)), proposals))
  return proposals
}

const propose = (graph: Graph, out: Array<Proposal>): void => {
  const reading = readingOf(graph)
  for (const rule of RULES) rule(reading, out)
}
