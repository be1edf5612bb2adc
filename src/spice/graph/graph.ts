import type { Sentence } from '../sentence.js'

/**
 * An edge of a dependency graph. The governor 0 is the root.
 *
 * A label is kept in two parts, so that `nmod` is found whatever its preposition: `nmod:next_to` is the relation `nmod` with the
 * suffix `next_to`. A label without a colon has the suffix ''.
 */
export interface Edge {
  readonly governor: number
  readonly dependant: number
  readonly relation: string
  readonly suffix: string
}

/**
 * The graph of a sentence. Node n is token n; nodes past the last token are copies of tokens (RULES 3.5).
 *
 * The edges of a governor g are `edges[first[g]]` to `edges[first[g + 1] - 1]`.
 */
export interface Graph {
  readonly sentence: Sentence
  /** The number of the sentence in its text, from 0: orders depend on it. */
  readonly k: number
  /** The token of each node: its own number, but for copies. Entry 0 is the root's. */
  readonly tokens: ReadonlyArray<number>
  /** By governor; those of one governor in the order in which the original meets them. */
  readonly edges: ReadonlyArray<Edge>
  /** One entry more than there are nodes. */
  readonly first: ReadonlyArray<number>
}

/** Fresh: the edges of a governor. */
export const edgesOf = ({ edges, first }: Graph, governor: number): Array<Edge> =>
  edges.slice(first[governor], first[governor + 1])
