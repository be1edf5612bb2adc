import { isCoordinator, isPhrase } from './add-copies.js'
import { dependantsOf, type Draft, lowerWord } from './draft.js'
import { slotOf } from './hash-order.js'

/** Adds to labels what they are by: the agent, the preposition, the conjunction. RULES 3.4. */
export const nameRelations = (draft: Draft, k: number): void => {
  nameAgents(draft)
  namePhrases(draft, k)
  if (draft.relations.includes('conj')) nameConjuncts(draft)
}

/** The phrase with "by" of a passive verb. */
const nameAgents = (draft: Draft): void => {
  const { heads, relations, suffixes } = draft
  if (!relations.includes('auxpass')) return
  for (let by = 1; by < heads.length; by++) {
    const n = heads[by] as number
    if (relations[by] !== 'case' || n <= 0 || relations[n] !== 'nmod' || suffixes[n] !== '') continue
    const verb = heads[n] as number
    if (verb > 0 && lowerWord(draft, by) === 'by' && hasDependant(draft, verb, 'auxpass')) suffixes[n] = 'agent'
  }
}

const hasDependant = ({ heads, relations }: Draft, node: number, relation: string): boolean => {
  for (let i = 1; i < heads.length; i++) if (heads[i] === node && relations[i] === relation) return true
  return false
}

/** A phrase is named by its longest preposition, of several by the last that the original meets. */
const namePhrases = (draft: Draft, k: number): void => {
  const { heads, relations, suffixes } = draft
  const hasUnits = relations.includes('mwe')
  const chosen: Array<Preposition | undefined> = []
  for (let node = 1; node < heads.length; node++) {
    const n = heads[node] as number
    if (relations[node] !== 'case' || n <= 0 || !isPhrase(draft, n)) continue
    const preposition = { node, others: hasUnits ? wordsBehind(draft, node) : NONE }
    const other = chosen[n]
    if (other === undefined || isBefore(draft, k, other, preposition)) chosen[n] = preposition
  }
  chosen.forEach((preposition, n) => {
    if (preposition === undefined) return
    const { node, others } = preposition
    suffixes[n] = others.length === 0 ? lowerWord(draft, node) : [lowerWord(draft, node), ...others].join('_')
  })
}

interface Preposition {
  readonly node: number
  readonly others: ReadonlyArray<string>
}

const NONE: ReadonlyArray<string> = []

const isBefore = (draft: Draft, k: number, a: Preposition, b: Preposition): boolean => {
  if (a.others.length !== b.others.length) return a.others.length < b.others.length
  const { length } = dependantsOf(draft, draft.heads[a.node] as number)
  return slotOf(a.node, k, length) <= slotOf(b.node, k, length)
}

/** The further words of a preposition of several. */
const wordsBehind = (draft: Draft, first: number): ReadonlyArray<string> => {
  const { heads, relations } = draft
  const words: Array<string> = []
  for (let i = 1; i < heads.length; i++)
    if (heads[i] === first && relations[i] === 'mwe') words.push(lowerWord(draft, i))
  return words
}

/** Conjunctions of more than one word, by their first two. "not to" is the beginning of "not to mention". */
const COMPOSED = new Map([
  ['but rather', 'negcc'],
  ['if not', 'negcc'],
  ['instead of', 'negcc'],
  ['rather than', 'negcc'],
  ['but not', 'negcc'],
  ['but also', 'and'],
  ['as well', 'and'],
  ['not to', 'and'],
])

/** A conjunct is named by the last conjunction before it, one that stands before all of them by the first. */
const nameConjuncts = (draft: Draft): void => {
  const { heads, relations, suffixes, sentence } = draft
  const tokens = sentence.words.length
  const current = new Map<number, string>()
  for (let node = tokens; node > 0; node--) {
    if (isCoordinator(draft, node)) current.set(heads[node] as number, conjunction(draft, node))
  }
  const name = (node: number): void => {
    if (relations[node] === 'conj' && suffixes[node] === '') suffixes[node] = current.get(heads[node] as number) ?? ''
  }
  for (let copy = tokens + 1; copy < heads.length; copy++) name(copy)
  for (let node = 1; node <= tokens; node++) {
    if (isCoordinator(draft, node)) current.set(heads[node] as number, conjunction(draft, node))
    else name(node)
  }
}

const conjunction = (draft: Draft, node: number): string => {
  const word = lowerWord(draft, node)
  if (node === draft.sentence.words.length) return word
  return COMPOSED.get(`${word} ${lowerWord(draft, node + 1)}`) ?? word
}
