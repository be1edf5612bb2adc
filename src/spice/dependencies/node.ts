import type { Constituent } from '../sentence.js'
import { grouped } from './coordination.js'

/** A constituent that knows where it hangs and which of its children is the head. */
export interface Node {
  readonly label: string
  readonly parent: Node | undefined
  /** Its place among the children of its parent. */
  readonly index: number
  readonly children: ReadonlyArray<Node>
  /** The number of its word, 0 for a phrase. */
  readonly token: number
  /** Its word in lower case, empty for a phrase. */
  readonly word: string
  /** The pre-terminal of its head word: itself for a pre-terminal, for a phrase set once its children have theirs. */
  head: Node
  /** The place of the head among its children; -1 for a pre-terminal. */
  headChild: number
}

/** The constituents of a tree, coordinations regrouped, each before its children: the reverse order meets children first. */
export const nodesOf = (tree: Constituent, words: ReadonlyArray<string>): ReadonlyArray<Node> => {
  const sources: Array<Constituent> = [tree]
  const nodes: Array<Growing> = [new Growing(tree, undefined, 0, words)]
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as Growing
    const below = grouped(sources[i] as Constituent)
    for (let index = 0; index < below.length; index++) {
      const source = below[index] as Constituent
      const child = new Growing(source, node, index, words)
      node.children.push(child)
      sources.push(source)
      nodes.push(child)
    }
  }
  return nodes
}

class Growing implements Node {
  readonly label: string
  readonly children: Array<Growing> = []
  readonly token: number
  readonly word: string
  head: Node
  headChild = -1

  constructor(
    source: Constituent,
    readonly parent: Growing | undefined,
    readonly index: number,
    words: ReadonlyArray<string>,
  ) {
    this.label = source.label
    this.token = source.token
    this.word = source.token === 0 ? '' : (words[source.token - 1] ?? '').toLowerCase()
    this.head = this
  }
}
