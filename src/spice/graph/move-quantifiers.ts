import type { Edge, Graph } from './graph.js'
import { makeGraph } from './make-graph.js'
import { isNoun, isPronoun } from './tags.js'

/** A graph in the middle of its edits: its edges in any order. */
type Loose = Pick<Graph, 'sentence' | 'tokens' | 'edges'>

/** A pattern of quantifier phrases, such as "a lot of people". */
interface Quantifier {
  readonly is: (word: string) => boolean
  /** Whether the node n, of which there are so many, makes the token q a quantifier. */
  readonly fits: (graph: Loose, q: number, n: number) => boolean
  /** Which edges from the quantifier to its left lead to words that become part of it. */
  readonly absorbs: (left: ReadonlyArray<Edge>, graph: Loose) => ReadonlyArray<Edge>
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const ARTICLED = words(
  'lot assortment number couple bunch handful litany sheaf slew dozen series variety multitude wad clutch wave mountain ' +
    'array spate string ton range plethora heap sort form kind type version bit pair triple total',
)
const PLURAL = words(
  'lots many several plenty tons dozens multitudes mountains loads pairs tens hundreds thousands millions billions trillions',
)
const PARTITIVE = words(
  'some all both neither everyone nobody one two three four five six seven eight nine ten hundred thousand million billion trillion',
)
const DIGITS = /^\d+$/
const DECADES = /^\d+s$/

const tagOf = ({ sentence, tokens }: Loose, node: number): string => sentence.tags[(tokens[node] as number) - 1] ?? ''
const lowerWord = ({ sentence, tokens }: Loose, node: number): string =>
  (sentence.words[(tokens[node] as number) - 1] ?? '').toLowerCase()

const isArticle = ({ relation, suffix, dependant }: Edge, graph: Loose): boolean => {
  if (relation !== 'det' || suffix !== '') return false
  const word = lowerWord(graph, dependant)
  return word === 'a' || word === 'an'
}
const isNominal = (graph: Loose, n: number): boolean => isNoun(tagOf(graph, n)) || isPronoun(tagOf(graph, n))

const isDeterminer = ({ relation, suffix }: Edge): boolean => relation === 'det' && suffix === ''

/** Q1 to Q3 of RULES 4.1. */
const QUANTIFIERS: ReadonlyArray<Quantifier> = [
  {
    is: (word) => ARTICLED.has(word),
    fits: (graph, q, n) =>
      isNominal(graph, n) && graph.edges.some((edge) => edge.governor === q && isArticle(edge, graph)),
    absorbs: (left, graph) => {
      const article = left.find((edge) => isArticle(edge, graph))
      return left.filter((edge) => edge === article || (edge.relation === 'amod' && edge.suffix === ''))
    },
  },
  {
    is: (word) => PLURAL.has(word) || DECADES.test(word),
    fits: (graph, _q, n) => isNominal(graph, n),
    absorbs: (left) => left,
  },
  {
    is: (word) => PARTITIVE.has(word) || DIGITS.test(word),
    fits: (graph, q, n) =>
      isPronoun(tagOf(graph, n)) ||
      (isNoun(tagOf(graph, n)) &&
        graph.edges.some((edge) => edge.governor === n && edge.dependant === q + 2 && isDeterminer(edge))),
    absorbs: (left) => left,
  },
]

/** Makes "a lot of" a determiner of what it counts, which takes its place in the graph. RULES 4.1. */
export const moveQuantifiers = (graph: Graph): Graph => {
  const { sentence, k, tokens } = graph
  const places = placesOf(graph)
  if (places.length === 0) return graph
  let moved: Loose = graph
  for (const quantifier of QUANTIFIERS) {
    for (const q of places) if (quantifier.is(lowerWord(graph, q))) moved = moveOne(moved, quantifier, q)
  }
  return moved === graph ? graph : makeGraph(sentence, k, tokens, moved.edges)
}

/** Tokens that stand before "of". */
const placesOf = ({ sentence }: Loose): ReadonlyArray<number> => {
  const places: Array<number> = []
  sentence.words.forEach((word, i) => {
    if (i > 0 && word.length === 2 && word.toLowerCase() === 'of') places.push(i)
  })
  return places
}

const moveOne = (graph: Loose, { fits, absorbs }: Quantifier, q: number): Loose => {
  const isAfterOf = (n: number): boolean =>
    graph.edges.some(
      ({ governor, dependant, relation }) => governor === n && dependant === q + 1 && relation === 'case',
    )
  const phrase = graph.edges.find(
    ({ governor, dependant, relation }) =>
      governor === q && relation === 'nmod' && isAfterOf(dependant) && fits(graph, q, dependant),
  )
  if (phrase === undefined) return graph
  const n = phrase.dependant
  const left = graph.edges.filter(({ governor, dependant }) => governor === q && dependant < q)
  const before = absorbs(left, graph).map(({ dependant }) => dependant)
  return { ...graph, edges: withUnit(graph.edges, q, n, [...before.sort((a, b) => a - b), q, q + 1]) }
}

/** The edges when n has the place of q, and the absorbed words are a unit under n. */
const withUnit = (
  edges: ReadonlyArray<Edge>,
  q: number,
  n: number,
  absorbed: ReadonlyArray<number>,
): ReadonlyArray<Edge> => {
  const [leftmost = q, ...others] = absorbed
  const place = edges.find(({ dependant }) => dependant === q)
  const moved = edges.filter(
    ({ governor, dependant }) => !absorbed.includes(dependant) && !(governor === q && dependant === n),
  )
  if (place !== undefined) moved.push({ ...place, dependant: n })
  moved.push({ governor: n, dependant: leftmost, relation: 'det', suffix: 'qmod' })
  for (const other of others) moved.push({ governor: leftmost, dependant: other, relation: 'mwe', suffix: '' })
  return moved
}
