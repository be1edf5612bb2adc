import type { Constituent, Dependencies } from '../sentence.js'
import { attachmentOf } from './attachment.js'
import { headChild } from './head-child.js'
import { type Node, nodesOf } from './node.js'
import { relationOf } from './relation-of.js'

/**
 * Basic Universal Dependencies of a sentence, from its constituency tree.
 *
 * Every constituent has a head child; the head word of each other child depends on that of the head child, by a relation that labels,
 * words and what stands around tell (de Marneffe et al. 2006, 2014).
 *
 * @param words - One entry a pre-terminal of the tree.
 */
export const dependenciesOf = (tree: Constituent, words: ReadonlyArray<string>): Dependencies => {
  if (words.length === 0) return { heads: [], labels: [] }
  const nodes = nodesOf(tree, words)
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i] as Node
    if (node.children.length === 0) continue
    node.headChild = headChild(node)
    node.head = (node.children[node.headChild] as Node).head
  }
  const heads = new Array<number>(words.length).fill(-1)
  const labels = new Array<string>(words.length).fill('')
  const attach = (dependant: Node, head: number, label: string): void => {
    heads[dependant.token - 1] = head
    labels[dependant.token - 1] = label
  }
  const [root] = nodes as [Node]
  attach(root.head, 0, 'root')
  for (const node of nodes) {
    const { parent } = node
    if (parent !== undefined && parent.headChild !== node.index) {
      const elsewhere = attachmentOf(node, parent)
      const relation = elsewhere?.relation ?? relationOf(node, parent, parent.children[parent.headChild] as Node)
      attach(node.head, (elsewhere?.governor ?? parent.head).token, relation)
    }
  }
  return { heads, labels }
}
