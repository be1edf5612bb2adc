import type { Node } from './node.js'
import { ofClause, ofVerbPhrase } from './clause-shape.js'
import { isConjunct } from './conjunct.js'
import {
  adjectiveRelation,
  adverbRelation,
  conjunctionRelation,
  numberRelation,
  prepositionRelation,
  questionRelation,
} from './phrase-relations.js'
import { nounRelation } from './noun-relations.js'
import { clauseRelation, fragmentRelation } from './clause-relations.js'
import { verbRelation } from './verb-relations.js'

type Rule = (child: Node, parent: Node) => string

const PUNCTUATION: ReadonlySet<string> = new Set(['.', ',', ':', '``', "''", '-LRB-', '-RRB-', '#', 'NFP', 'HYPH'])

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['NP', nounRelation],
  ['NX', nounRelation],
  ['NAC', nounRelation],
  ['NP-TMP', nounRelation],
  ['WHNP', nounRelation],
  ['VP', verbRelation],
  ['SQ', clauseRelation],
  ['SINV', clauseRelation],
  ['S', clauseRelation],
  ['SBAR', clauseRelation],
  ['SBARQ', clauseRelation],
  ['PP', prepositionRelation],
  ['WHPP', prepositionRelation],
  ['ADJP', adjectiveRelation],
  ['ADVP', adverbRelation],
  ['QP', numberRelation],
  ['CONJP', conjunctionRelation],
  ['WHADVP', questionRelation],
  ['WHADJP', questionRelation],
])

const conjunction = (child: Node, parent: Node): string => {
  if (parent.label === 'PP' && child.index === 0) return 'case'
  return child.index === 0 && PAIRED.has(child.word) && parent.headChild === 1 && parent.children.length > 2 ? 'cc:preconj' : 'cc'
}

const PAIRED: ReadonlySet<string> = new Set(['either', 'both', 'neither'])

const NOMINAL: ReadonlySet<string> = new Set(['NP', 'NX', 'UCP'])

const isInfinitive = (clause: Node): boolean => {
  const within = clause.label === 'SBAR' ? clause.children[clause.headChild] : clause
  return within?.label === 'S' && ofClause(within) === 'TO'
}

const parenthesis = (child: Node): string => {
  const within = child.children[child.headChild]
  if (within?.label === 'S') return 'parataxis'
  return within?.label === 'PP' ? 'nmod' : 'dep'
}

/** A verb phrase on a noun, even after a conjunction. */
const ofNoun = (phrase: Node): string => {
  const shape = ofVerbPhrase(phrase)
  return shape === 'VBG' || shape === 'VBN' || (shape === 'finite' && phrase.children.some(({ label }) => label === 'VBD')) ? 'acl' : 'dep'
}

/** The relation of a child that is not the head to the head of its parent. */
export const relationOf = (child: Node, parent: Node): string => {
  if (PUNCTUATION.has(child.label)) return 'punct'
  if (child.label === 'CC') return conjunction(child, parent)
  if (child.label === 'CONJP') return 'cc'
  if (child.label === 'PRN') return parenthesis(child)
  if (NOMINAL.has(parent.label) && parent.children[parent.headChild]?.label === 'NP') {
    if (child.label === 'VP') return ofNoun(child)
    if (isInfinitive(child)) return 'acl'
  }
  if (isConjunct(child, parent)) return 'conj'
  return (RULES.get(parent.label) ?? fragmentRelation)(child, parent)
}
