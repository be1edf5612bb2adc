import { isConjunction, type Node } from './node.js'

/** Whether a child is a conjunct: it stands after a conjunction, or after a comma with a conjunction to come. */
export const isConjunct = (child: Node, parent: Node, head: Node): boolean => {
  if (parent.conjunction < 0 || isExcepted(child, parent, head)) return false
  const { children } = parent
  let before = child.index - 1
  while (before >= 0 && isAdverb(children[before] as Node)) before--
  if (before < 1) return false
  const mark = children[before] as Node
  const adjacent = before === child.index - 1
  if (parent.label === 'ADJP' && child.label === 'ADJP' && !adjacent) return false
  if (isConjunction(mark)) {
    if (child.label === 'PP') return adjacent || children[child.index - 1]?.label === 'ADVP'
    return child.label !== 'RB' || parent.label !== 'NP'
  }
  if (mark.label !== ',') return false
  if (child.index > parent.conjunction) return parent.label !== 'VP' && child.token === 0
  // "food, hash browns and toast": an adjective belongs to its noun.
  if (child.label === 'JJ' && children[child.index + 1]?.label.startsWith('NN') === true) return false
  // Among words, a noun phrase after the conjunction makes the earlier ones no conjuncts.
  return child.token === 0 || children[parent.conjunction + 1]?.token !== 0
}

/** Particles, pieces of sentences and most adverbs are never conjuncts. */
const isExcepted = (child: Node, { label, headChild }: Node, head: Node): boolean => {
  switch (label) {
    case 'PRT':
    case 'FRAG':
      return true
    case 'ADJP':
    case 'VP':
    case 'S':
      return isAdverb(child)
    case 'UCP':
      return isAdverb(child) && head.label !== 'PP'
    case 'ADVP':
      return child.label === 'ADVP' || child.index < headChild || (child.token > 0 && head.label === 'CC')
    default:
      return false
  }
}

const isAdverb = ({ label }: Node): boolean => label === 'ADVP' || label === 'RB'
