import { type Edge, edgesOf, type Graph } from './graph.js'
import { makeGraph } from './make-graph.js'
import { isNoun, isPronoun } from './tags.js'

/** A pattern of quantifier phrases, such as "a lot of people". */
interface Quantifier {
  readonly is: (word: string) => boolean
  /** Whether what follows "of" makes it a quantifier. `n` is the node, `of` the token. */
  readonly fits: (graph: Graph, q: number, n: number) => boolean
  /** Which edges from the quantifier to its left lead to words that become part of it. */
  readonly absorbs: (left: ReadonlyArray<Edge>, graph: Graph) => ReadonlyArray<Edge>
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

const tagOf = ({ sentence, tokens }: Graph, node: number): string => sentence.tags[(tokens[node] as number) - 1] ?? ''
const lowerWord = ({ sentence, tokens }: Graph, node: number): string =>
  (sentence.words[(tokens[node] as number) - 1] ?? '').toLowerCase()

const isArticle = ({ relation, suffix, dependant }: Edge, graph: Graph): boolean => {
  if (relation !== 'det' || suffix !== '') return false
  const word = lowerWord(graph, dependant)
  return word === 'a' || word === 'an'
}
const isNominal = (graph: Graph, n: number): boolean => isNoun(tagOf(graph, n)) || isPronoun(tagOf(graph, n))

/** Q1 to Q3 of RULES 4.1. */
const QUANTIFIERS: ReadonlyArray<Quantifier> = [
  {
    is: (word) => ARTICLED.has(word),
    fits: (graph, q, n) => isNominal(graph, n) && edgesOf(graph, q).some((edge) => isArticle(edge, graph)),
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
        edgesOf(graph, n).some(
          ({ relation, suffix, dependant }) => relation === 'det' && suffix === '' && dependant === q + 2,
        )),
    absorbs: (left) => left,
  },
]

/** Makes "a lot of" a determiner of what it counts, which takes its place in the graph. RULES 4.1. */
export const moveQuantifiers = (graph: Graph): Graph => {
  const places = placesOf(graph)
  if (places.length === 0) return graph
  return QUANTIFIERS.reduce((before, quantifier) => moveAll(before, quantifier, places), graph)
}

/** Tokens that stand before "of". */
const placesOf = ({ sentence }: Graph): ReadonlyArray<number> => {
  const places: Array<number> = []
  sentence.words.forEach((word, i) => {
    if (i > 0 && word.length === 2 && word.toLowerCase() === 'of') places.push(i)
  })
  return places
}

const moveAll = (graph: Graph, quantifier: Quantifier, places: ReadonlyArray<number>): Graph => {
  let moved = graph
  for (const q of places) {
    if (!quantifier.is(lowerWord(moved, q))) continue
    const n = edgesOf(moved, q).find(
      (edge) =>
        edge.relation === 'nmod' && hasOfAfter(moved, q, edge.dependant) && quantifier.fits(moved, q, edge.dependant),
    )?.dependant
    if (n !== undefined) moved = move(moved, q, n, quantifier)
  }
  return moved
}

const hasOfAfter = (graph: Graph, q: number, n: number): boolean =>
  edgesOf(graph, n).some(({ relation, dependant }) => relation === 'case' && dependant === q + 1)

const move = (graph: Graph, q: number, n: number, { absorbs }: Quantifier): Graph => {
  const left = edgesOf(graph, q).filter(({ dependant }) => dependant < q)
  const absorbed = [
    ...absorbs(left, graph)
      .map(({ dependant }) => dependant)
      .sort((a, b) => a - b),
    q,
    q + 1,
  ]
  const [leftmost = q, ...others] = absorbed
  const place = graph.edges.find(({ dependant }) => dependant === q)
  const edges = graph.edges.filter(
    ({ governor, dependant }) => !absorbed.includes(dependant) && !(governor === q && dependant === n),
  )
  if (place !== undefined) edges.push({ ...place, dependant: n })
  edges.push({ governor: n, dependant: leftmost, relation: 'det', suffix: 'qmod' })
  for (const other of others) edges.push({ governor: leftmost, dependant: other, relation: 'mwe', suffix: '' })
  return makeGraph(graph.sentence, graph.k, graph.tokens, edges)
}
