import type { Draft } from './draft.js'
import type { Edge } from './graph.js'

const SUBJECTS = new Set(['nsubj', 'nsubjpass', 'csubj', 'csubjpass'])

/**
 * The edges of a draft, and those that conjuncts share: what governs the first governs the others, and verbs and adjectives
 * without a subject of their own have that of the first. RULES 3.6.
 */
export const shareOverCoordination = (draft: Draft): ReadonlyArray<Edge> => {
  const edges: Array<Edge> = []
  for (let node = 1; node < draft.heads.length; node++) {
    const edge = edgeTo(draft, node)
    if (edge.governor >= 0) edges.push(edge)
  }
  for (const edge of draft.more) edges.push(edge)
  if (draft.relations.includes('conj')) share(draft, edges)
  return edges
}

const edgeTo = ({ heads, relations, suffixes }: Draft, dependant: number): Edge => ({
  governor: heads[dependant] as number,
  dependant,
  relation: relations[dependant] as string,
  suffix: suffixes[dependant] as string,
})

const share = (draft: Draft, edges: Array<Edge>): void => {
  const { heads, relations, suffixes, more } = draft
  const subjects: Array<Edge | undefined> = []
  const hasRelative: Array<boolean | undefined> = []
  const isPassive: Array<boolean | undefined> = []
  for (const edge of edges) {
    const { governor, relation, suffix } = edge
    if (SUBJECTS.has(relation) && suffix === '') subjects[governor] ??= edge
    else if (relation === 'acl' && suffix === 'relcl') hasRelative[governor] = true
    else if (relation === 'auxpass') isPassive[governor] = true
  }
  for (let conjunct = 1; conjunct < heads.length; conjunct++) {
    const first = heads[conjunct] as number
    if (relations[conjunct] !== 'conj' || suffixes[conjunct] === '' || first <= 0) continue
    const bothRelative = hasRelative[first] === true && hasRelative[conjunct] === true
    const repeat = (edge: Edge): void => {
      const { governor, relation, suffix } = edge
      if (governor <= 0 || governor === conjunct || relation === 'case') return
      if (bothRelative && (relation === 'dobj' || relation === 'nsubj') && suffix === '') return
      edges.push({ ...edge, dependant: conjunct })
    }
    repeat(edgeTo(draft, first))
    for (const edge of more) if (edge.dependant === first) repeat(edge)
    const subject = subjects[first]
    if (subject !== undefined && subjects[conjunct] === undefined) {
      const relation = relationOfSubject(subject.relation, tagOf(draft, conjunct), isPassive[conjunct] === true)
      if (relation !== undefined) edges.push({ ...subject, governor: conjunct, relation })
    }
  }
}

const tagOf = ({ sentence, tokens }: Draft, node: number): string =>
  sentence.tags[(tokens[node] as number) - 1] as string

/** The relation of a shared subject to its further verb, or nothing where that takes none. */
const relationOfSubject = (relation: string, tag: string, isPassive: boolean): string | undefined => {
  if (!tag.startsWith('VB') && !tag.startsWith('JJ')) return undefined
  if (isPassive) return relation.endsWith('pass') ? relation : `${relation}pass`
  const isActive = tag === 'VB' || tag === 'VBZ' || tag === 'VBP' || tag.startsWith('JJ')
  return isActive && relation.endsWith('pass') ? relation.slice(0, -'pass'.length) : relation
}
