import type { Sentence } from '../sentence.js'
import type { Edge } from './graph.js'

/** The head of what hangs on nothing: a token that the parser left out, or whose head is no token. */
const NO_HEAD = -1

/**
 * A basic tree on its way to a graph: of each node its head and the label to it, in two parts. Entry 0, the root's, is not read.
 * Steps change it in place.
 */
export interface Draft {
  readonly sentence: Sentence
  readonly heads: Array<number>
  readonly relations: Array<string>
  readonly suffixes: Array<string>
  /** The token of each node; nodes past the last token are copies. */
  readonly tokens: Array<number>
  /** Edges beside the one that each node has from its head. */
  readonly more: Array<Edge>
}

/** Labels with a colon that parsers give, taken apart. */
const COMPOSED = new Map(
  ['nmod:poss', 'nmod:npmod', 'nmod:tmod', 'acl:relcl', 'compound:prt', 'det:predet', 'cc:preconj'].map(
    (label) => [label, label.split(':') as [string, string]] as const,
  ),
)

/** A sentence's basic tree (RULES 2), its labels taken apart. */
export const draftOf = (sentence: Sentence): Draft => {
  const { words, heads, labels } = sentence
  const { length } = words
  const draft: Draft = { sentence, heads: [NO_HEAD], relations: [''], suffixes: [''], tokens: [0], more: [] }
  for (let i = 0; i < length; i++) {
    const head = heads[i] as number
    const label = labels[i] as string
    const colon = label.indexOf(':')
    const [relation, suffix] = colon < 0 ? [label, ''] : (COMPOSED.get(label) ?? splitAt(label, colon))
    draft.heads.push(head >= 0 && head <= length ? head : NO_HEAD)
    draft.relations.push(relation)
    draft.suffixes.push(suffix)
    draft.tokens.push(i + 1)
  }
  return draft
}

const splitAt = (label: string, colon: number): readonly [string, string] => [
  label.slice(0, colon),
  label.slice(colon + 1),
]

/** The word of a node, in lower case: RULES 3 compares words so. */
export const lowerWord = ({ sentence, tokens }: Draft, node: number): string =>
  (sentence.words[(tokens[node] as number) - 1] as string).toLowerCase()

/** Gives a node a new head and a new label. */
export const attach = (draft: Draft, node: number, head: number, relation: string, suffix = ''): void => {
  draft.heads[node] = head
  draft.relations[node] = relation
  draft.suffixes[node] = suffix
}

/** The dependants of a node, in text order; every node is looked at. */
export const dependantsOf = ({ heads }: Draft, governor: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let node = 1; node < heads.length; node++) if (heads[node] === governor) found.push(node)
  return found
}
