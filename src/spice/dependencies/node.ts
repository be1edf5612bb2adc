import type { Constituent } from '../sentence.js'
import { grouped } from './coordination.js'

/** A constituent that knows where it hangs and which of its children is the head. */
export interface Node {
  readonly label: string
  readonly parent: Node | undefined
  /** Its place among the children of its parent. */
  readonly index: number
  readonly children: ReadonlyArray<Node>
  /** The place of the last conjunction among its children; -1 where there is none. */
  readonly conjunction: number
  /** The number of its word, 0 for a phrase. */
  readonly token: number
  /** Its word in lower case, empty for a phrase. */
  readonly word: string
  /** The pre-terminal of its head word: itself for a pre-terminal; for a phrase it is set once its children have theirs. */
  head: Node
  /** The place of the head among its children; -1 for a pre-terminal. */
  headChild: number
}

/** The constituents of a tree, coordinations regrouped, each before its children: the reverse order meets children first. */
export const nodesOf = (tree: Constituent, words: ReadonlyArray<string>): ReadonlyArray<Node> => {
  const sources = [tree]
  const nodes = [grown(tree, undefined, 0, words)]
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as Growing
    const below = grouped(sources[i] as Constituent)
    for (let index = 0; index < below.length; index++) {
      const source = below[index] as Constituent
      const child = grown(source, node, index, words)
      node.children.push(child)
      if (isConjunction(child)) node.conjunction = index
      sources.push(source)
      nodes.push(child)
    }
  }
  return nodes
}

export const isConjunction = ({ label }: { readonly label: string }): boolean => label === 'CC' || label === 'CONJP'

interface Growing extends Node {
  readonly children: Array<Node>
  conjunction: number
}

const grown = (
  { label, token }: Constituent,
  parent: Node | undefined,
  index: number,
  words: ReadonlyArray<string>,
): Growing => {
  const word = token === 0 ? '' : (words[token - 1] ?? '').toLowerCase()
  const node = { label, parent, index, children: [], conjunction: -1, token, word, head: undefined, headChild: -1 }
  return Object.assign(node as unknown as Growing, { head: node as unknown as Node })
}
