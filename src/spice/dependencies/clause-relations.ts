import { ofClause } from './clause-shape.js'
import { isNegation } from './negation.js'
import type { Node } from './node.js'
import { PAIRS } from './pairs.js'
import { hasPassive } from './passive.js'
import { ofPreposition } from './preposition-relations.js'
import { verbRelation } from './verb-relations.js'

/** The relation of a part of a clause. */
export const clauseRelation = (child: Node, parent: Node, head: Node): string => {
  switch (child.label) {
    case 'NP':
    case 'WHNP':
      return child.head.label === 'EX' ? 'expl' : ofSubject(child, parent, head)
    case 'WHPP':
      return 'nmod'
    case 'ADVP':
    case 'WHADVP':
      return 'advmod'
    case 'RB':
      if (isNegation(child)) return 'neg'
      return isPair(child, parent) ? 'mark' : 'advmod'
    case 'PP':
      return inClause(child, head)
    case 'IN':
      return 'mark'
    case 'S':
    case 'SBAR':
      return clauseInClause(child, parent, head)
    case 'SQ':
      return 'cop'
    case 'INTJ':
      return 'discourse'
    case 'NP-TMP':
      return child.index === 0 && parent.headChild === 1 ? 'dep' : 'nmod:tmod'
    case 'VBZ':
    case 'VBP':
    case 'VBD':
    case 'MD':
      return verbRelation(child, parent, head)
    default:
      return 'dep'
  }
}

/** Where the predicate is no verb, a noun after a preposition has no relation of its own. */
const inClause = (child: Node, head: Node): string => {
  const relation = ofPreposition(child, 'advcl', 'nmod')
  return relation === 'nmod' && child.index > 0 && (head.label === 'ADJP' || head.label === 'NP') ? 'dep' : relation
}

/** "as if", "so that". */
const isPair = (child: Node, { children }: Node): boolean =>
  PAIRS.has(`${child.word} ${children[child.index + 1]?.word ?? ''}`)

const ofSubject = (child: Node, parent: Node, head: Node): string => {
  if (head.label === 'ADJP' || head.label === 'NP') {
    return child.index < parent.headChild && (parent.parent?.label === 'VP' || parent.label === 'SQ') ? 'nsubj' : 'dep'
  }
  if (head.label === 'SBAR' || (parent.label === 'S' && child.index > parent.headChild)) return 'dep'
  if (child.label === 'WHNP' && hasSubject(head)) return ofQuestion(head)
  if (parent.label === 'SQ' && head.label === 'VP') return hasPassive(parent) ? 'nsubjpass' : 'nsubj'
  return passive(head) ? 'nsubjpass' : 'nsubj'
}

const hasSubject = ({ children, label, headChild }: Node): boolean =>
  children.some((child) => child.label === 'NP' && (label === 'SQ' || child.index < headChild))

/** A question word that is not the subject of its clause. */
const ofQuestion = (clause: Node): string => {
  if (endsStranded(clause)) return 'nmod'
  return clause.label === 'SQ' && clause.children.some(({ label }) => label === 'VP') ? 'dep' : 'dobj'
}

/** Whether the last verb phrase ends in a preposition without an object. */
const endsStranded = (clause: Node): boolean => {
  let phrase = clause.children[clause.headChild]
  while (phrase?.label === 'VP' && phrase.children[phrase.headChild]?.label === 'VP') {
    phrase = phrase.children[phrase.headChild]
  }
  const last = phrase?.label === 'VP' ? phrase.children.at(-1) : undefined
  return last?.label === 'PP' && last.children.length === 1 && last.head.parent === last
}

const passive = (head: Node): boolean => {
  let at: Node | undefined = head
  while (at !== undefined && (at.label === 'S' || at.label === 'SQ')) at = at.children[at.headChild]
  return at !== undefined && hasPassive(at)
}

/** A clause before the predicate is its subject, or, with a comma, beside it; one after it only stands beside. */
const clauseInClause = (child: Node, parent: Node, head: Node): string => {
  if (parent.label === 'SINV') return 'dep'
  if (child.index > parent.headChild) return 'parataxis'
  const comma = parent.children.some(({ label }) => label === ',')
  if (!comma) {
    if (child.index + 1 !== parent.headChild) return child.label === 'SBAR' ? 'advcl' : 'dep'
    return passive(head) ? 'csubjpass' : 'csubj'
  }
  if (child.label === 'SBAR') return 'advcl'
  const shape = ofClause(child)
  return shape === 'VBG' || shape === 'VBN' || shape === 'TO' ? 'advcl' : 'ccomp'
}
