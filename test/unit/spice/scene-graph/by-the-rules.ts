import type { Lexicon } from '../../../../src/spice/lexicon/lexicon.js'
import type { Proposal } from '../../../../src/spice/sentence.js'

/** RULES 6.2 and 6.3 word by word, with sets and no regard to time. */
interface Concept {
  readonly strings: Set<string>
  readonly ids: Set<number>
}

interface Node {
  readonly concept: Concept
  readonly attributes: Array<Concept>
}

interface Edge {
  readonly source: Node
  readonly target: Node
  readonly concept: Concept
}

const shared = <A>(a: ReadonlySet<A>, b: ReadonlySet<A>): number => [...a].filter((one) => b.has(one)).length

const sameSet = <A>(a: ReadonlySet<A>, b: ReadonlySet<A>): boolean => a.size === b.size && shared(a, b) === a.size

const isEqual = (a: Concept, b: Concept): boolean => sameSet(a.strings, b.strings) && sameSet(a.ids, b.ids)

const isSimilar = (a: Concept, b: Concept): boolean => shared(a.ids, b.ids) > 0 || shared(a.strings, b.strings) > 0

const similarity = (a: Concept, b: Concept): number =>
  shared(a.strings, b.strings) > 0 ? 1 : shared(a.ids, b.ids) / (new Set([...a.ids, ...b.ids]).size || 1)

const mergeInto = (into: Concept, from: Concept): void => {
  for (const string of from.strings) into.strings.add(string)
  for (const id of from.ids) into.ids.add(id)
}

const addFirst = (list: ReadonlyArray<Concept>, concept: Concept): boolean => {
  if (list.some((one) => isEqual(one, concept))) return true
  const similar = list.find((one) => isSimilar(one, concept))
  if (similar !== undefined) mergeInto(similar, concept)
  return similar !== undefined
}

/** The tuples, strings of a concept sorted and joined by `/`, sorted. */
export const tuplesByTheRules = (proposals: ReadonlyArray<Proposal>, lexicon: Lexicon): ReadonlyArray<string> => {
  const nodes: Array<Node> = []
  const edges: Array<Edge> = []
  const conceptOf = (string: string): Concept => ({ strings: new Set([string]), ids: new Set(lexicon.synsets(string)) })
  const nodeOf = (string: string): Node => {
    const concept = conceptOf(string)
    const equal = nodes.find((node) => isEqual(node.concept, concept))
    if (equal !== undefined) return equal
    const greatest = Math.max(0, ...nodes.map((node) => similarity(node.concept, concept)))
    const closest = nodes.find((node) => greatest > 0 && similarity(node.concept, concept) === greatest)
    if (closest !== undefined) mergeInto(closest.concept, concept)
    const node = closest ?? { concept, attributes: [] }
    if (closest === undefined) nodes.push(node)
    return node
  }
  for (const [object, second, predicate] of proposals) {
    const source = nodeOf(object)
    if (second === undefined) continue
    if (predicate === undefined) {
      const concept = conceptOf(second)
      if (!addFirst(source.attributes, concept)) source.attributes.push(concept)
      continue
    }
    const target = nodeOf(second)
    const concept = conceptOf(predicate.replace(/^be /, ''))
    const between = edges.filter((edge) => edge.source === source && edge.target === target)
    if (
      !addFirst(
        between.map((edge) => edge.concept),
        concept,
      )
    )
      edges.push({ source, target, concept })
  }
  const show = ({ strings }: Concept): string => [...strings].sort().join('/')
  return [
    ...nodes.map(({ concept }) => show(concept)),
    ...nodes.flatMap(({ concept, attributes }) => attributes.map((one) => `${show(concept)}, ${show(one)}`)),
    ...edges.map(({ source, target, concept }) => `${show(source.concept)}, ${show(concept)}, ${show(target.concept)}`),
  ].sort()
}
