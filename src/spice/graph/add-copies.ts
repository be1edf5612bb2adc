import { attach, dependantsOf, type Draft, lowerWord } from './draft.js'

/** Relations of a phrase to what it hangs on that get a preposition as suffix. RULES 3.4. */
export const isPhrase = ({ relations, suffixes }: Draft, node: number): boolean => {
  const relation = relations[node]
  return (relation === 'nmod' || relation === 'acl' || relation === 'advcl') && suffixes[node] === ''
}

/** "and" and its like; not the "both" before them. */
export const isCoordinator = ({ relations, suffixes }: Draft, node: number): boolean =>
  relations[node] === 'cc' && suffixes[node] === ''

/**
 * Makes copies of what two coordinated prepositional phrases hang on ("flies over A and under B"), or two coordinated
 * prepositions ("to and from A"). RULES 3.5.
 */
export const addCopies = (draft: Draft): void => {
  const { heads, relations } = draft
  const tokens = heads.length
  if (!relations.includes('conj')) return
  for (let g = 1; g < tokens; g++) if (isPhrase(draft, g) && (heads[g] as number) > 0) copyForPhrases(draft, g)
  for (let n = 1; n < tokens; n++) if (relations[n] === 'case') copyForPrepositions(draft, n)
}

/** `first` is the first of the phrases; a conjunct without a preposition of its own shares that of the first. */
const copyForPhrases = (draft: Draft, first: number): void => {
  const { heads, relations } = draft
  const dependants = dependantsOf(draft, first)
  if (!dependants.some((node) => relations[node] === 'conj')) return
  const coordinators = dependants.filter((node) => isCoordinator(draft, node))
  const governor = heads[first] as number
  if (coordinators.length === 0 || !hasCase(draft, dependants)) return
  for (const conjunct of dependants) {
    if (relations[conjunct] !== 'conj' || !hasCase(draft, dependantsOf(draft, conjunct))) continue
    attach(draft, conjunct, copyOf(draft, governor), relations[first] as string)
    for (const coordinator of coordinators) heads[coordinator] = governor
  }
}

const copyForPrepositions = (draft: Draft, first: number): void => {
  const { heads, relations, suffixes, more } = draft
  const dependants = dependantsOf(draft, first)
  const noun = heads[first] as number
  const governor = heads[noun] ?? 0
  const coordinator = dependants.find((node) => isCoordinator(draft, node))
  if (governor <= 0 || coordinator === undefined) return
  for (const conjunct of dependants) {
    if (relations[conjunct] !== 'conj') continue
    const copy = copyOf(draft, governor, lowerWord(draft, coordinator))
    const suffix = isPhrase(draft, noun) ? lowerWord(draft, conjunct) : (suffixes[noun] as string)
    more.push({ governor: copy, dependant: noun, relation: relations[noun] as string, suffix })
  }
}

const hasCase = ({ relations }: Draft, nodes: ReadonlyArray<number>): boolean =>
  nodes.some((node) => relations[node] === 'case')

/** A further node for the token of a node, as its conjunct. */
const copyOf = ({ heads, relations, suffixes, tokens }: Draft, node: number, suffix = ''): number => {
  heads.push(node)
  relations.push('conj')
  suffixes.push(suffix)
  tokens.push(tokens[node] as number)
  return heads.length - 1
}
