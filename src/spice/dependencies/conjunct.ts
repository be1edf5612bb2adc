import type { Node } from './node.js'

/** Whether a child stands after a conjunction, or after a comma with a conjunction to come. */
export const isConjunct = (child: Node, parent: Node): boolean => {
  const { children, label } = parent
  if (label === 'PRT' || label === 'FRAG') return false
  if (ADVERBS.has(child.label) && (label === 'ADJP' || label === 'UCP' || label === 'VP' || label === 'S')) {
    return label === 'UCP' && parent.children[parent.headChild]?.label === 'PP'
  }
  if (label === 'ADVP' && child.label === 'ADVP') return false
  let before = child.index - 1
  while (before >= 0 && ADVERBS.has((children[before] as Node).label)) before--
  if (before < 1) return false
  const mark = (children[before] as Node).label
  if (label === 'ADJP' && child.label === 'ADJP' && before !== child.index - 1) return false
  if (mark === 'CC' || mark === 'CONJP') return true
  if (mark !== ',') return false
  if (child.label === 'JJ' && children[child.index + 1]?.label.startsWith('NN') === true) return false
  for (let after = child.index + 1; after < children.length; after++) {
    const { label } = children[after] as Node
    if (label === 'CC' || label === 'CONJP') return true
  }
  return false
}

const ADVERBS: ReadonlySet<string> = new Set(['ADVP', 'RB'])
