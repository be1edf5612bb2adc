import type { Sentence } from '../sentence.js'
import type { Edge, Graph } from './graph.js'
import { slotOf } from './hash-order.js'

/**
 * A graph from its edges, given in the order in which they came to be: that decides where slots are equal.
 *
 * @param k - The number of the sentence in its text, from 0.
 * @param tokens - The token of each node, the root's 0 first.
 */
export const makeGraph = (
  sentence: Sentence,
  k: number,
  tokens: ReadonlyArray<number>,
  edges: ReadonlyArray<Edge>,
): Graph => {
  const first = countBefore(tokens.length, edges)
  const next = first.slice()
  const sorted = edges.slice()
  for (const edge of edges) {
    const at = next[edge.governor] as number
    sorted[at] = edge
    next[edge.governor] = at + 1
  }
  for (let node = 0; node < tokens.length; node++) {
    const [start, end] = [first[node] as number, first[node + 1] as number]
    if (end - start > 1) orderBySlot(sorted, start, end, tokens, k)
  }
  return { sentence, k, tokens, edges: sorted, first }
}

/** Of each node, and of the one past the last: how many edges have a governor before it. */
const countBefore = (nodes: number, edges: ReadonlyArray<Edge>): Array<number> => {
  const first: Array<number> = []
  for (let node = 0; node <= nodes; node++) first.push(0)
  for (const { governor } of edges) first[governor + 1] = (first[governor + 1] as number) + 1
  for (let node = 1; node <= nodes; node++) first[node] = (first[node] as number) + (first[node - 1] as number)
  return first
}

/** Orders the edges of one governor, in place; most are in order already. */
const orderBySlot = (
  edges: Array<Edge>,
  start: number,
  end: number,
  tokens: ReadonlyArray<number>,
  k: number,
): void => {
  const slot = ({ dependant }: Edge): number => slotOf(tokens[dependant] as number, k, end - start)
  let last = -1
  for (let e = start; e < end; e++) {
    const own = slot(edges[e] as Edge)
    if (own < last) {
      const ordered = edges.slice(start, end).sort((a, b) => slot(a) - slot(b))
      for (let i = 0; i < ordered.length; i++) edges[start + i] = ordered[i] as Edge
      return
    }
    last = own
  }
}
