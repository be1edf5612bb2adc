import type { Edge, Graph } from './graph.js'
import { makeGraph } from './make-graph.js'
import { isNoun, isPronoun } from './tags.js'

/** Pronouns, as written, that look for a singular noun. */
const SINGULAR = new Set(
  "i me myself mine my yourself he him himself his she her herself hers her it itself its one oneself one's".split(' '),
)

const isSingular = (tag: string): boolean => tag === 'NN' || tag === 'NNP'

/** Puts the first noun of the graph in the place of each pronoun that stands after it. RULES 4.2. */
export const bindPronouns = (graph: Graph): Graph => {
  const { words, tags } = graph.sentence
  const nouns: Array<number | undefined> = []
  let singular: number | undefined
  let any: number | undefined
  for (let pronoun = 2; pronoun <= tags.length; pronoun++) {
    if (!isPronoun(tags[pronoun - 1] as string) || isRoot(graph, pronoun)) continue
    const noun = SINGULAR.has(words[pronoun - 1] as string)
      ? (singular ??= firstWith(graph, isSingular))
      : (any ??= firstWith(graph, isNoun))
    if (noun !== NONE && (graph.tokens[noun] as number) < pronoun) nouns[pronoun] = noun
  }
  return nouns.length === 0 ? graph : replace(graph, nouns)
}

const NONE = 0

const isRoot = ({ edges, first }: Graph, node: number): boolean => {
  for (let e = 0; e < (first[1] as number); e++) if (edges[e]?.dependant === node) return true
  return false
}

/** The first node with such a tag, breadth first from the root; `NONE` if there is none. */
const firstWith = ({ sentence, tokens, edges, first }: Graph, fits: (tag: string) => boolean): number => {
  const isSeen: Array<boolean | undefined> = []
  const queue = [NONE]
  for (const node of queue) {
    if (node !== NONE && fits(sentence.tags[(tokens[node] as number) - 1] as string)) return node
    for (let e = first[node] as number; e < (first[node + 1] as number); e++) {
      const { dependant } = edges[e] as Edge
      if (isSeen[dependant] === true) continue
      isSeen[dependant] = true
      queue.push(dependant)
    }
  }
  return NONE
}

/** Moves every edge of a pronoun to its noun; an edge that was there already is then there twice. */
const replace = ({ sentence, tokens, edges }: Graph, nouns: ReadonlyArray<number | undefined>): Graph =>
  makeGraph(
    sentence,
    tokens,
    edges.map((edge) => {
      const governor = nouns[edge.governor]
      const dependant = nouns[edge.dependant]
      if (governor === undefined && dependant === undefined) return edge
      return { ...edge, governor: governor ?? edge.governor, dependant: dependant ?? edge.dependant }
    }),
  )
