import { clauseRelation } from './clause-relations.js'
import { ofClause, ofVerbPhrase } from './clause-shape.js'
import { isConjunct } from './conjunct.js'
import { fragmentRelation } from './fragment-relations.js'
import { adjectiveRelation, adverbRelation, numberRelation, questionRelation } from './modifier-relations.js'
import type { Node } from './node.js'
import { nounRelation } from './noun-relations.js'
import { prepositionRelation } from './preposition-relations.js'
import { verbRelation } from './verb-relations.js'

/**
 * The relation of a child that is not the head to the head of its parent: `dep` where no rule fits.
 *
 * @param head - The head child of the parent.
 */
export const relationOf = (child: Node, parent: Node, head: Node): string => {
  if (PUNCTUATION.has(child.label)) return 'punct'
  if (child.label === 'CC') return ofConjunction(child, parent)
  if (child.label === 'CONJP') return 'cc'
  if (child.label === 'PRN') return ofParenthesis(child, parent, head)
  if (head.label === 'NP' && NOMINAL.has(parent.label)) {
    if (child.label === 'VP') return ofNoun(child)
    if (isInfinitive(child)) return 'acl'
  }
  if (isConjunct(child, parent, head)) return 'conj'
  return (RULES.get(parent.label) ?? fragmentRelation)(child, parent, head)
}

const PUNCTUATION: ReadonlySet<string> = new Set(['.', ',', ':', '``', "''", '-LRB-', '-RRB-', '#', 'NFP', 'HYPH'])

/** Phrases in which a clause after a noun phrase modifies it, even after a conjunction. */
const NOMINAL: ReadonlySet<string> = new Set(['NP', 'NX', 'UCP'])

type Rule = (child: Node, parent: Node, head: Node) => string

/** Rules by the label of the parent. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['NP', nounRelation],
  ['NX', nounRelation],
  ['NAC', nounRelation],
  ['NP-TMP', nounRelation],
  ['WHNP', nounRelation],
  ['VP', verbRelation],
  ['S', clauseRelation],
  ['SQ', clauseRelation],
  ['SINV', clauseRelation],
  ['SBAR', clauseRelation],
  ['SBARQ', clauseRelation],
  ['PP', prepositionRelation],
  ['WHPP', prepositionRelation],
  ['ADJP', adjectiveRelation],
  ['ADVP', adverbRelation],
  ['QP', numberRelation],
  ['WHADVP', questionRelation],
  ['WHADJP', questionRelation],
])

const ofConjunction = (child: Node, parent: Node): string => {
  if (child.index > 0) return 'cc'
  if (parent.label === 'PP') return 'case'
  return PAIRED.has(child.word) && parent.headChild === 1 && parent.children.length > 2 ? 'cc:preconj' : 'cc'
}

const PAIRED: ReadonlySet<string> = new Set(['either', 'both', 'neither'])

const ofParenthesis = (child: Node, parent: Node, head: Node): string => {
  const within = child.children[child.headChild]
  if (within?.label === 'S') return parent.label === 'VP' || head.label === 'VP' ? 'parataxis' : 'dep'
  return within?.label === 'PP' ? 'nmod' : 'dep'
}

/** A verb phrase on a noun. */
const ofNoun = (phrase: Node): string => {
  const shape = ofVerbPhrase(phrase)
  return shape === 'VBG' || shape === 'VBN' || shape === 'VBD' ? 'acl' : 'dep'
}

const isInfinitive = (clause: Node): boolean => {
  const within = clause.label === 'SBAR' ? clause.children[clause.headChild] : clause
  return within?.label === 'S' && ofClause(within) === 'TO'
}
