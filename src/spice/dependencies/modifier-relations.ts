import { ofClause } from './clause-shape.js'
import { isNegation } from './negation.js'
import type { Node } from './node.js'
import { ofPreposition } from './preposition-relations.js'

/** The relation of a part of an adjective phrase. */
export const adjectiveRelation = (child: Node, parent: Node, head: Node): string => {
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
      return head.label === 'JJ' && parent.conjunction < 0 ? 'amod' : 'dep'
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

const determiner = (child: Node, parent: Node, head: Node): string => {
  if (child.index > parent.headChild || head.label === 'ADJP') return 'dep'
  if (parent.conjunction >= 0) return child.word === 'both' ? 'cc:preconj' : 'dep'
  return head.label === 'JJ' ? 'det' : 'dep'
}

/** The relation of a part of an adverb phrase. */
export const adverbRelation = (child: Node, parent: Node, head: Node): string => {
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
export const questionRelation = ({ label }: Node): string => (label === 'WRB' || label === 'WHADVP' ? 'advmod' : 'dep')
