import type { Sentence } from '../sentence.js'
import type { Edge, Graph } from './graph.js'

/**
 * A graph from its edges in any order.
 *
 * @param tokens - The token of each node, the root's 0 first.
 */
export const makeGraph = (sentence: Sentence, tokens: ReadonlyArray<number>, edges: ReadonlyArray<Edge>): Graph => {
  const first = countBefore(tokens.length, edges)
  const next = first.slice()
  const sorted = edges.slice()
  for (const edge of isInTextOrder(tokens, edges) ? edges : edges.toSorted(byTextOrder(tokens))) {
    const at = next[edge.governor] as number
    sorted[at] = edge
    next[edge.governor] = at + 1
  }
  return { sentence, tokens, edges: sorted, first }
}

/** Of each node, and of the one past the last: how many edges have a governor before it. */
const countBefore = (nodes: number, edges: ReadonlyArray<Edge>): Array<number> => {
  const first: Array<number> = []
  for (let node = 0; node <= nodes; node++) first.push(0)
  for (const { governor } of edges) first[governor + 1] = (first[governor + 1] as number) + 1
  for (let node = 1; node <= nodes; node++) first[node] = (first[node] as number) + (first[node - 1] as number)
  return first
}

const isInTextOrder = (tokens: ReadonlyArray<number>, edges: ReadonlyArray<Edge>): boolean => {
  let last = 0
  for (const { dependant } of edges) {
    if (dependant < last || tokens[dependant] !== dependant) return false
    last = dependant
  }
  return true
}

/** A copy stands after its token, copies of one token in the order in which they were made. */
const byTextOrder =
  (tokens: ReadonlyArray<number>) =>
  (a: Edge, b: Edge): number =>
    (tokens[a.dependant] as number) - (tokens[b.dependant] as number) || a.dependant - b.dependant
