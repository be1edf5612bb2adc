import type { Node } from './node.js'

/** Whether a child stands after a conjunction, or after a comma with a conjunction to come. */
export const isConjunct = (child: Node, parent: Node): boolean => {
  const { children, label } = parent
  if (label === 'PRT' || label === 'FRAG') return false
  if (ADVERBS.has(child.label) && (label === 'ADJP' || label === 'UCP' || label === 'VP' || label === 'S')) {
    return label === 'UCP' && parent.children[parent.headChild]?.label === 'PP'
  }
  if (label === 'ADVP' && (child.label === 'ADVP' || parent.children[parent.headChild]?.label === 'CC')) return false
  let before = child.index - 1
  while (before >= 0 && ADVERBS.has((children[before] as Node).label)) before--
  if (before < 1) return false
  const mark = (children[before] as Node).label
  if (label === 'ADJP' && child.label === 'ADJP' && before !== child.index - 1) return false
  if (mark === 'CC' || mark === 'CONJP') {
    if (child.label === 'PP' && before !== child.index - 1) return false
    return child.label !== 'RB' || label !== 'NP'
  }
  if (mark !== ',') return false
  if (child.label === 'JJ' && children[child.index + 1]?.label.startsWith('NN') === true) return false
  for (let after = child.index + 1; after < children.length; after++) {
    const { label } = children[after] as Node
    // Among words, a noun phrase after the conjunction makes the earlier ones no conjuncts.
    if (label === 'CC' || label === 'CONJP') return child.token === 0 || children[after + 1]?.token !== 0
  }
  return false
}

const ADVERBS: ReadonlySet<string> = new Set(['ADVP', 'RB'])
