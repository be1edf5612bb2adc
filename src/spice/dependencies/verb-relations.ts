import { ofClause, ofVerbPhrase } from './clause-shape.js'
import { isExistential } from './copula.js'
import { isNegation } from './negation.js'
import type { Node } from './node.js'
import { auxiliaryRelation } from './passive.js'
import { ofPreposition } from './preposition-relations.js'
import { BE, COPULAR, TIMES } from './verb-words.js'

/** The relation of a part of a verb phrase. */
export const verbRelation = (child: Node, parent: Node, head: Node): string => {
  switch (child.label) {
    case 'VB':
    case 'VBD':
    case 'VBG':
    case 'VBN':
    case 'VBP':
    case 'VBZ':
    case 'MD':
      return child.index < parent.headChild ? auxiliaryRelation(child, head) : 'dep'
    case 'TO':
      return 'mark'
    case 'NP':
      return nounOfVerb(child, parent, head)
    case 'PP':
    case 'WHPP':
      return ofPreposition(child, 'advcl', 'nmod', 'dep')
    case 'PRT':
      return 'compound:prt'
    case 'ADVP':
    case 'RB':
      return isNegation(child) ? 'neg' : 'advmod'
    case 'ADJP':
      return 'xcomp'
    case 'UCP':
      return ofUnlike(child)
    case 'S':
      return clauseOfVerb(child, parent)
    case 'SBAR':
      return subordinate(child, parent)
    case 'VP':
      return phraseOfVerb(child, parent)
    case 'INTJ':
      return 'discourse'
    case 'NP-TMP':
      return 'nmod:tmod'
    default:
      return 'dep'
  }
}

/** Unlike phrases that a conjunction joins are what the first of them is. */
const ofUnlike = (child: Node): string => {
  const first = child.children[child.headChild] as Node
  if (first.label === 'CC') return 'advmod'
  if (first.label === 'ADJP') return 'xcomp'
  return first.label === 'NP' || first.label === 'NN' ? 'dobj' : 'dep'
}

const nounOfVerb = (child: Node, parent: Node, head: Node): string => {
  if (head.label === 'NP') return 'dep'
  if (parent.children[child.index + 1]?.label === 'NP') return child.children[0]?.label === 'PRP$' ? 'dep' : 'iobj'
  if (COPULAR.has(head.word)) return 'xcomp'
  if (child.head.parent === child && TIMES.has(child.head.word)) return 'nmod:tmod'
  if (!BE.has(head.word) || !isExistential(parent)) return 'dobj'
  const [first, second] = child.children
  return child.children.length === 2 && first?.label === 'NP' && second?.label === 'NP' ? 'iobj' : 'nsubj'
}

const hasObject = (child: Node, { children }: Node): boolean => {
  for (let i = 0; i < child.index; i++) if (children[i]?.label === 'NP') return true
  return false
}

const clauseOfVerb = (child: Node, parent: Node): string => {
  const object = hasObject(child, parent)
  const subject = child.children.some(({ label, index }) => label === 'NP' && index < child.headChild)
  const participial = parent.head.label === 'VBG'
  switch (ofClause(child)) {
    case 'none':
      return 'xcomp'
    case 'TO':
      return object && !subject ? 'advcl' : 'xcomp'
    case 'VBG':
      if (participial) return 'advcl'
      if (subject) return 'dep'
      return object && parent.children[child.index - 1]?.label === ',' ? 'advcl' : 'xcomp'
    case 'VBN':
      return 'dep'
    default:
      return object ? 'dep' : 'ccomp'
  }
}

const subordinate = (child: Node, parent: Node): string => {
  const [first] = child.children as readonly [Node]
  const object = hasObject(child, parent)
  const infinitive = ofClause(child.children[child.headChild] as Node) === 'TO'
  switch (first.label) {
    case 'IN':
      return first.word === 'that' ? 'ccomp' : 'advcl'
    case 'RB':
    case 'ADVP':
      return 'advcl'
    case 'WHADVP':
      if (first.head.word === 'how') return object && infinitive ? 'xcomp' : object ? 'dep' : 'ccomp'
      return infinitive ? 'xcomp' : 'advcl'
    default:
      return object || (first.label === 'S' && first.children[first.headChild]?.label === 'S') ? 'dep' : 'ccomp'
  }
}

const phraseOfVerb = (child: Node, parent: Node): string => {
  if (COPULAR.has(parent.head.word)) return 'xcomp'
  if (child.index !== parent.headChild + 1) return 'dep'
  const shape = ofVerbPhrase(child)
  return shape === 'VB' || shape === 'TO' || shape === 'VBG' ? 'xcomp' : 'dep'
}
