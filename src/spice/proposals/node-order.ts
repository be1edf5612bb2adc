import type { Edge, Graph } from '../graph/graph.js'
import { slotOf } from '../graph/hash-order.js'

/**
 * The nodes of a graph in the order in which the original reads them: each before its dependants; where the graph has a loop,
 * in text order. Read off the data: RULES 5 leaves it open.
 */
export const nodeOrder = (graph: Graph): ReadonlyArray<number> => governorsFirst(graph) ?? slotOrder(graph)

const ENTERED = 1
const LEFT = 2

/** Walks depth first from each node; nodes in the reverse of the order in which they are left. Nothing if there is a loop. */
const governorsFirst = (graph: Graph): ReadonlyArray<number> | undefined => {
  const { edges, first } = graph
  const state: Array<number> = first.map(() => 0)
  const next = first.slice()
  const left: Array<number> = []
  const path: Array<number> = []
  for (const start of slotOrder(graph)) {
    if (state[start] !== 0) continue
    state[start] = ENTERED
    for (let node: number | undefined = start; node !== undefined;) {
      const e = next[node] as number
      if (e === first[node + 1]) {
        state[node] = LEFT
        left.push(node)
        node = path.pop()
        continue
      }
      next[node] = e + 1
      const { dependant } = edges[e] as Edge
      if (state[dependant] === ENTERED) return undefined
      if (state[dependant] !== 0) continue
      state[dependant] = ENTERED
      path.push(node)
      node = dependant
    }
  }
  return left.reverse()
}

/** The nodes as the original's table of them has them: in the first sentence of a text, in text order. */
const slotOrder = ({ tokens, k }: Graph): ReadonlyArray<number> => {
  const nodes = tokens.map((_token, node) => node).slice(1)
  if (k === 0 && tokens[nodes.length] === nodes.length) return nodes
  const slot = (node: number): number => slotOf(tokens[node] as number, k, nodes.length)
  return nodes.sort((a, b) => slot(a) - slot(b))
}
