import { attach, dependantsOf, type Draft, lowerWord } from './draft.js'

/** First words, each with what may follow. */
const startingWith = (...list: ReadonlyArray<string>): ReadonlyMap<string, ReadonlySet<string>> => {
  const table = new Map<string, Set<string>>()
  for (const entry of list) {
    const [first = '', rest = ''] = entry.split(/ (.*)/)
    table.set(first, (table.get(first) ?? new Set()).add(rest))
  }
  return table
}

/** List R of RULES 3.1. */
// prettier-ignore
const FLAT = startingWith(
  'across from', 'along with', 'alongside of', 'apart from', 'as for', 'as from', 'as of', 'as per', 'as to', 'aside from',
  'based on', 'close by', 'close to', 'contrary to', 'compared to', 'compared with', 'except for', 'exclusive of', 'far from',
  'followed by', 'inside of', 'irrespective of', 'next to', 'near to', 'off of', 'out of', 'outside of', 'owing to',
  'preliminary to', 'preparatory to', 'previous to', 'pursuant to', 'regardless of', 'subsequent to', 'thanks to',
  'together with',
)

/** List C of RULES 3.2. */
// prettier-ignore
const NESTED = startingWith(
  'apart from', 'as from', 'aside from', 'away from', 'close by', 'close to', 'contrary to', 'far from', 'next to', 'near to',
  'out of', 'outside of', 'pursuant to', 'regardless of', 'together with',
)

/** List T of RULES 3.3. */
// prettier-ignore
const TRIPLES = startingWith(
  'by means of', 'in accordance with', 'in addition to', 'in case of', 'in front of', 'in lieu of', 'in place of',
  'in spite of', 'on account of', 'on behalf of', 'on top of', 'with regard to', 'with respect to',
)

/** Labels of clauses: a pseudo-head with a copula hands its own on to the real one. */
const CLAUSES = new Set(['csubj', 'ccomp', 'xcomp', 'advcl', 'acl', 'parataxis', 'conj'])

/**
 * Makes units of prepositions of two and three words: the first word is `case` of the noun, the others are `mwe` of the first.
 * RULES 3.1 to 3.3.
 */
export const joinPrepositions = (draft: Draft): void => {
  const { heads, relations } = draft
  const last = heads.length - 1
  for (let w1 = 1; w1 < last; w1++) if (isFlatPair(draft, w1)) makeUnit(draft, heads[w1] as number, w1, w1 + 1)
  for (let w1 = 1; w1 < last; w1++) {
    const n = heads[w1 + 1] as number
    if (relations[w1 + 1] === 'case' && n > 0 && heads[n] === w1 && isNested(draft, w1, n)) raiseNested(draft, w1, n)
  }
  for (let w1 = 1; w1 < last - 1; w1++) {
    const n = heads[w1 + 2] as number
    if (relations[w1] === 'case' && heads[w1] === w1 + 1 && n > 0 && heads[n] === w1 + 1 && isTriple(draft, w1, n)) {
      raiseTriple(draft, w1, n)
    }
  }
}

const isFlatPair = (draft: Draft, w1: number): boolean => {
  const { heads, relations } = draft
  const head = heads[w1] as number
  return (
    head > 0 &&
    heads[w1 + 1] === head &&
    relations[w1 + 1] === 'case' &&
    (relations[w1] === 'case' || relations[w1] === 'advmod') &&
    FLAT.get(lowerWord(draft, w1))?.has(lowerWord(draft, w1 + 1)) === true &&
    isLeaf(draft, w1) &&
    isLeaf(draft, w1 + 1)
  )
}

const isNested = (draft: Draft, w1: number, n: number): boolean =>
  isPlainly(draft, n, 'nmod') &&
  NESTED.get(lowerWord(draft, w1))?.has(lowerWord(draft, w1 + 1)) === true &&
  isLeaf(draft, w1 + 1)

const raiseNested = (draft: Draft, w1: number, n: number): void => {
  const { heads, relations, suffixes } = draft
  const dependants = dependantsOf(draft, w1)
  const hasCopula = dependants.some((node) => isPlainly(draft, node, 'cop'))
  if (heads[w1] === 0) attach(draft, n, 0, 'root')
  else if (hasCopula && CLAUSES.has(relations[w1] as string)) {
    attach(draft, n, heads[w1] as number, relations[w1] as string, suffixes[w1])
  } else attach(draft, n, heads[w1] as number, 'nmod')
  moveTo(draft, dependants, n)
  makeUnit(draft, n, w1, w1 + 1)
}

const isTriple = (draft: Draft, w1: number, n: number): boolean => {
  const rest = `${lowerWord(draft, w1 + 1)} ${lowerWord(draft, w1 + 2)}`
  return (
    (isPlainly(draft, w1 + 2, 'case') || isPlainly(draft, w1 + 2, 'mark')) &&
    (isPlainly(draft, n, 'nmod') || isPlainly(draft, n, 'acl') || isPlainly(draft, n, 'advcl')) &&
    TRIPLES.get(lowerWord(draft, w1))?.has(rest) === true &&
    isLeaf(draft, w1) &&
    isLeaf(draft, w1 + 2)
  )
}

const raiseTriple = (draft: Draft, w1: number, n: number): void => {
  const { heads, relations, suffixes } = draft
  const w2 = w1 + 1
  const dependants = dependantsOf(draft, w2)
  const keepsItsLabel = isPlainly(draft, w2, 'nmod') && relations[n] !== 'nmod'
  if (heads[w2] === 0) attach(draft, n, 0, 'root')
  else if (keepsItsLabel) attach(draft, n, heads[w2] as number, relations[n] as string)
  else attach(draft, n, heads[w2] as number, relations[w2] as string, suffixes[w2])
  moveTo(draft, dependants, n)
  makeUnit(draft, n, w1, w2, w2 + 1)
  if (keepsItsLabel) draft.relations[w1] = 'mark'
}

const isPlainly = ({ relations, suffixes }: Draft, node: number, label: string): boolean =>
  relations[node] === label && suffixes[node] === ''

const isLeaf = ({ heads }: Draft, node: number): boolean => !heads.includes(node)

const moveTo = (draft: Draft, nodes: ReadonlyArray<number>, head: number): void => {
  for (const node of nodes) if (node !== head) draft.heads[node] = head
}

const makeUnit = (draft: Draft, head: number, first: number, ...others: ReadonlyArray<number>): void => {
  attach(draft, first, head, 'case')
  for (const other of others) attach(draft, other, first, 'mwe')
}
