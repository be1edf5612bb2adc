import { ofClause } from './clause-shape.js'
import { PAIRS } from './pairs.js'
import { isNegation } from './negation.js'
import type { Node } from './node.js'
import { ofPreposition } from './phrase-relations.js'
import { hasPassive, verbRelation } from './verb-relations.js'

/** The relation of a part of a clause. */
export const clauseRelation = (child: Node, parent: Node): string => {
  const head = parent.children[parent.headChild] as Node
  switch (child.label) {
    case 'NP':
    case 'WHNP':
      if (child.head.label === 'EX') return 'expl'
      return subject(child, parent, head)
    case 'WHPP':
      return 'nmod'
    case 'ADVP':
    case 'WHADVP':
      return 'advmod'
    case 'RB':
      if (parent.label === 'SBAR' && parent.children[child.index + 1]?.label === 'IN' && isPair(child, parent)) return 'mark'
      return isNegation(child) ? 'neg' : 'advmod'
    case 'PP':
      return subjectOfAdjective(child, head) ? ofPreposition(child, 'advcl') === 'nmod' ? 'dep' : 'advcl' : ofPreposition(child, 'advcl')
    case 'IN':
      return 'mark'
    case 'CC':
      return 'cc'
    case 'S':
    case 'SBAR':
      return clauseInClause(child, parent, head)
    case 'INTJ':
      return 'discourse'
    case 'NP-TMP':
      return child.index === 0 && parent.headChild === 1 ? 'dep' : 'nmod:tmod'
    case 'VBZ':
    case 'VBP':
    case 'VBD':
    case 'MD':
      return verbRelation(child, parent)
    default:
      return 'dep'
  }
}

const subjectOfAdjective = (child: Node, head: Node): boolean => head.label === 'ADJP' && child.index > 0

const isPair = (child: Node, { children }: Node): boolean => PAIRS.has(`${child.word} ${children[child.index + 1]?.word ?? ''}`)

const subject = (child: Node, parent: Node, head: Node): string => {
  if (head.label === 'ADJP' || head.label === 'NP') {
    return child.index < parent.headChild && (parent.parent?.label === 'VP' || parent.label === 'SQ') ? 'nsubj' : 'dep'
  }
  if (head.label === 'SBAR' || (parent.label === 'S' && child.index > parent.headChild)) return 'dep'
  if (child.label === 'WHNP') {
    const inner = head.children.find(({ label, index }) => label === 'NP' && (head.label === 'SQ' || index < head.headChild))
    if (inner !== undefined) return head.label === 'SQ' && head.children.some(({ label }) => label === 'VP') ? 'dep' : 'dobj'
  }
  if (parent.label === 'SQ' && head.label === 'VP') return hasPassive(parent) ? 'nsubjpass' : 'nsubj'
  return passive(head) ? 'nsubjpass' : 'nsubj'
}

const passive = (head: Node): boolean => {
  let at: Node | undefined = head
  while (at !== undefined && (at.label === 'S' || at.label === 'SQ')) at = at.children[at.headChild]
  return at !== undefined && hasPassive(at)
}

const clauseInClause = (child: Node, parent: Node, head: Node): string => {
  if (parent.label === 'SINV') return 'dep'
  if (child.index > parent.headChild) return 'parataxis'
  const comma = parent.children.some(({ label }) => label === ',')
  if (!comma) {
    if (child.index + 1 !== parent.headChild) return child.label === 'SBAR' ? 'advcl' : 'dep'
    return passive(head) ? 'csubjpass' : 'csubj'
  }
  const shape = child.label === 'S' ? ofClause(child) : 'VBG'
  return shape === 'VBG' || shape === 'VBN' || shape === 'TO' || child.index > 0 ? 'advcl' : 'ccomp'
}

export const fragmentRelation = (child: Node, parent: Node): string => {
  const head = parent.children[parent.headChild] as Node
  switch (child.label) {
    case 'ADVP':
      return parent.label === 'UCP' || parent.label === 'RRC' ? 'advmod' : 'dep'
    case 'ADJP':
      return head.label === 'NP' && parent.label === 'UCP' ? 'amod' : 'dep'
    case 'DT':
      return head.label === 'ADJP' && parent.label === 'X' ? 'det' : 'dep'
    case 'PP':
    case 'WHPP':
      if (child.children[0]?.label === 'VBG' && child.children[child.headChild]?.label === 'PP') return 'nmod'
      return ofPreposition(child, 'dep')
    case 'INTJ':
      return 'discourse'
    case 'VP':
      return 'dep'
    default:
      return 'dep'
  }
}
