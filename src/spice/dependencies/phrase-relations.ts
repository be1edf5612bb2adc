import { ofClause } from './clause-shape.js'
import { isNegation } from './negation.js'
import type { Node } from './node.js'

/**
 * A prepositional phrase modifies as a noun does, or as a clause where a clause follows the preposition.
 *
 * @param alone - The relation of a preposition without an object.
 */
export const ofPreposition = (phrase: Node, asClause: string, alone = asClause, within = alone): string => {
  const object = phrase.children[phrase.headChild] as Node
  switch (object.label) {
    case 'PP':
      return (asClause === 'acl' && object.children[0]?.label === 'TO') || CLAUSAL.has(phrase.children[0]?.label ?? '') ? asClause : ofPreposition(object, asClause, within)
    case 'UCP':
      return object.children[object.headChild]?.label === 'NP' ? 'nmod' : asClause
    case 'NP':
    case 'NP-TMP':
    case 'WHNP':
      return 'nmod'
    case 'ADVP':
      return object.index === 0 ? 'nmod' : asClause
    default:
      return phrase.children.length === 1 && (object.label === 'IN' || object.label === 'TO') ? alone : asClause
  }
}

const CLAUSAL: ReadonlySet<string> = new Set(['VBG', 'VBN', 'NN', 'RP', 'RB'])

/** The relation of a part of a prepositional phrase: its preposition is `case` or, before a clause, `mark`. */
export const prepositionRelation = (child: Node, parent: Node): string => {
  const object = parent.children[parent.headChild] as Node
  switch (child.label) {
    case 'IN':
    case 'TO':
      if (object.label === 'S') return ofClause(object) === 'other' && object.head.label === 'NN' ? 'case' : 'mark'
      return object.label === 'SBAR' ? 'mark' : 'case'
    case 'VBG':
    case 'VBN':
    case 'JJ':
      return 'case'
    case 'RB':
      if (isNegation(child)) return 'neg'
      return child.word === 'instead' && parent.children[child.index + 1]?.word === 'of' ? 'case' : 'advmod'
    case 'ADVP':
      return 'advmod'
    case 'PP':
      return 'nmod'
    case 'DT':
      return parent.children.some(({ label }) => label === 'CC') ? 'cc:preconj' : 'dep'
    default:
      return 'dep'
  }
}

/** The relation of a part of an adjective phrase. */
export const adjectiveRelation = (child: Node, parent: Node): string => {
  const head = parent.children[parent.headChild] as Node
  const before = child.index < parent.headChild
  switch (child.label) {
    case 'RB':
    case 'RBR':
    case 'RBS':
    case 'ADVP':
      return isNegation(child) || (child.word === 'no' && head.label === 'JJ') ? 'neg' : 'advmod'
    case 'NP':
    case 'NN':
      return before && head.label.startsWith('JJ') ? 'nmod:npmod' : 'dep'
    case 'PP':
      return ofPreposition(child, 'advcl', 'nmod', 'dep')
    case 'S':
      return ofClause(child) === 'TO' ? 'xcomp' : 'dep'
    case 'SBAR':
      return child.children[0]?.word === 'as' ? 'dep' : 'ccomp'
    case 'JJ':
      return head.label === 'JJ' && !joins(parent) ? 'amod' : 'dep'
    case 'NNP':
      return 'amod'
    case 'CD':
      return before || head.label === '$' ? 'compound' : 'dep'
    case 'DT':
      return determiner(child, parent, head)
    case 'NP-TMP':
      return 'nmod:tmod'
    default:
      return 'dep'
  }
}

const joins = (phrase: Node): boolean => phrase.children.some(({ label }) => label === 'CC')

const determiner = (child: Node, parent: Node, head: Node): string => {
  if (child.index > parent.headChild || head.label === 'ADJP') return 'dep'
  if (joins(parent)) return child.word === 'both' ? 'cc:preconj' : 'dep'
  return head.label === 'JJ' ? 'det' : 'dep'
}

/** The relation of a part of an adverb phrase. */
export const adverbRelation = (child: Node, parent: Node): string => {
  const head = parent.children[parent.headChild] as Node
  switch (child.label) {
    case 'NP':
      return 'nmod:npmod'
    case 'PP':
      return ofPreposition(child, 'advcl', 'dep')
    case 'SBAR':
      return 'advcl'
    case 'RB':
    case 'RBR':
    case 'ADVP':
      if (child.word === 'no') return 'neg'
      return child.word === 'not' ? 'dep' : 'advmod'
    case 'IN':
      return 'case'
    case 'JJ':
      return head.label === 'JJ' ? 'amod' : 'dep'
    case 'DT':
      return determiner(child, parent, head)
    case 'FW':
      return 'compound'
    default:
      return 'dep'
  }
}

/** The relation of a part of a number. */
export const numberRelation = (child: Node, parent: Node): string => {
  const after = parent.children[child.index + 1]?.label
  switch (child.label) {
    case 'CD':
      return after === undefined && parent.headChild === 0 ? 'nummod' : 'compound'
    case 'JJS':
      return 'nmod:npmod'
    case 'TO':
      return 'dep'
    case 'IN':
      return after === 'JJS' ? 'case' : parent.children[child.index - 1]?.label === 'JJR' ? 'mwe' : 'advmod'
    default:
      return 'advmod'
  }
}

/** The relation of a part of a question word's phrase. */
export const conjunctionRelation = (_child: Node, parent: Node): string => (parent.children[1]?.word === 'well' ? 'mwe' : 'dep')

export const questionRelation = (child: Node): string => (child.label === 'WRB' || child.label === 'WHADVP' ? 'advmod' : 'dep')
