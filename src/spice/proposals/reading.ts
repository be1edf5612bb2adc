import type { Edge, Graph } from '../graph/graph.js'
import { isNoun } from '../graph/tags.js'
import { nodeOrder } from './node-order.js'

/** A graph as the rules read it. */
export interface Reading {
  readonly graph: Graph
  /** The nodes, in the order in which rules look at them. */
  readonly order: ReadonlyArray<number>
  /** By governor, the dependants of each in the order in which rules look at them; `first` as in a graph. */
  readonly edges: ReadonlyArray<Edge>
  readonly first: ReadonlyArray<number>
  readonly isNoun: ReadonlyArray<boolean>
}

export const readingOf = (graph: Graph): Reading => {
  const { sentence, tokens, edges, first } = graph
  const order = nodeOrder(graph)
  return {
    graph,
    order,
    edges,
    first,
    isNoun: tokens.map((token) => token > 0 && isNoun(sentence.tags[token - 1] as string)),
  }
}

const tokenOf = ({ graph }: Reading, node: number): number => (graph.tokens[node] as number) - 1

export const wordOf = (reading: Reading, node: number): string =>
  reading.graph.sentence.words[tokenOf(reading, node)] as string

export const tagOf = (reading: Reading, node: number): string =>
  reading.graph.sentence.tags[tokenOf(reading, node)] as string

/** The lemma as a predicate has it: in the case of the lemma. */
export const lemmaOf = (reading: Reading, node: number): string =>
  reading.graph.sentence.lemmas[tokenOf(reading, node)] as string

/** The lemma as objects and attributes have it. */
export const nameOf = (reading: Reading, node: number): string => lemmaOf(reading, node).toLowerCase().trim()

/** The first dependant by a label, `NONE` if there is none. */
export const dependantBy = ({ edges, first }: Reading, node: number, relation: string, suffix = ''): number => {
  for (let e = first[node] as number; e < (first[node + 1] as number); e++) {
    const edge = edges[e] as Edge
    if (edge.relation === relation && edge.suffix === suffix) return edge.dependant
  }
  return NONE
}

export const NONE = 0
