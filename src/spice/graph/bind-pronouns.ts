import { type Edge, edgesOf, type Graph } from './graph.js'
import { slotOf } from './hash-order.js'
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
const firstWith = (graph: Graph, fits: (tag: string) => boolean): number => {
  const { sentence, tokens } = graph
  const inTextOrder = (a: Edge, b: Edge): number =>
    (tokens[a.dependant] as number) - (tokens[b.dependant] as number) || a.dependant - b.dependant
  const isSeen: Array<boolean | undefined> = []
  const queue = [NONE]
  for (const node of queue) {
    if (node !== NONE && fits(sentence.tags[(tokens[node] as number) - 1] as string)) return node
    for (const { dependant } of edgesOf(graph, node).sort(inTextOrder)) {
      if (isSeen[dependant] === true) continue
      isSeen[dependant] = true
      queue.push(dependant)
    }
  }
  return NONE
}

/** Slots at first of the original's table of bound pronouns: which of them comes first shows in the order of tuples. Read off the data. */
const FEWEST_SLOTS = 4

/** Moves every edge of a pronoun to its noun, behind all others. An edge that was there already is then there twice. */
const replace = ({ sentence, k, tokens, edges }: Graph, nouns: ReadonlyArray<number | undefined>): Graph => {
  const bound = nouns.filter((noun) => noun !== undefined).length
  const pronounOf = ({ governor, dependant }: Edge): number => {
    if (nouns[dependant] !== undefined) return dependant
    return nouns[governor] === undefined ? NONE : governor
  }
  const slot = (edge: Edge): number => slotOf(pronounOf(edge), k, bound, FEWEST_SLOTS)
  const moved = edges
    .filter((edge) => pronounOf(edge) !== NONE)
    .sort((a, b) => slot(a) - slot(b) || pronounOf(a) - pronounOf(b))
    .map(({ governor, dependant, relation, suffix }) => ({
      governor: nouns[governor] ?? governor,
      dependant: nouns[dependant] ?? dependant,
      relation,
      suffix,
    }))
  const kept = edges.filter((edge) => pronounOf(edge) === NONE)
  return makeGraph(sentence, k, tokens, besideTheirLike([...kept, ...moved], tokens.length))
}

/** Puts an edge behind those from the same governor to the same dependant. */
const besideTheirLike = (edges: ReadonlyArray<Edge>, nodes: number): ReadonlyArray<Edge> => {
  const groups = new Map<number, Array<Edge>>()
  for (const edge of edges) {
    const ends = edge.governor * nodes + edge.dependant
    const group = groups.get(ends)
    if (group === undefined) groups.set(ends, [edge])
    else group.push(edge)
  }
  return [...groups.values()].flat()
}
