import type { Node } from './node.js'

/** Whether a child stands after a conjunction, or after a comma with a conjunction to come. */
export const isConjunct = (child: Node, parent: Node): boolean => {
  const { children } = parent
  let before = child.index - 1
  while (before >= 0 && ADVERBS.has((children[before] as Node).label)) before--
  if (before < 1) return false
  const mark = (children[before] as Node).label
  if (mark === 'CC' || mark === 'CONJP') return true
  if (mark !== ',') return false
  for (let after = child.index + 1; after < children.length; after++) {
    const { label } = children[after] as Node
    if (label === 'CC' || label === 'CONJP') return true
  }
  return false
}

const ADVERBS: ReadonlySet<string> = new Set(['ADVP', 'RB'])
