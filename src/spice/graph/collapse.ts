import type { Sentence } from '../sentence.js'
import { addCopies } from './add-copies.js'
import { type Draft, draftOf } from './draft.js'
import type { Edge, Graph } from './graph.js'
import { joinPrepositions } from './join-prepositions.js'
import { makeGraph } from './make-graph.js'
import { nameRelations } from './name-relations.js'
import { shareOverCoordination } from './share-over-coordination.js'

/**
 * The graph that SPICE reads, from basic dependencies: prepositions go into labels, conjuncts share what governs the first of
 * them ("collapsed, CC-processed"). RULES 3.
 */
export const collapse = (sentence: Sentence, k = 0): Graph => {
  const draft = draftOf(sentence)
  markPassiveSubjects(draft)
  joinPrepositions(draft)
  addCopies(draft)
  nameRelations(draft, k)
  return makeGraph(sentence, k, draft.tokens, inTextOrder(shareOverCoordination(draft), draft.tokens))
}

/** RULES 3.0. */
const markPassiveSubjects = ({ heads, relations }: Draft): void => {
  if (!relations.includes('auxpass')) return
  const isPassive: Array<boolean | undefined> = []
  heads.forEach((head, node) => {
    if (relations[node] === 'auxpass') isPassive[head] = true
  })
  heads.forEach((head, node) => {
    const relation = relations[node]
    if (isPassive[head] === true && (relation === 'nsubj' || relation === 'csubj')) relations[node] = `${relation}pass`
  })
}

/** By dependant; a copy stands after its token. */
const inTextOrder = (edges: ReadonlyArray<Edge>, tokens: ReadonlyArray<number>): ReadonlyArray<Edge> => {
  const isOrdered = edges.every((edge, i) => i === 0 || edge.dependant >= (edges[i - 1] as Edge).dependant)
  if (isOrdered && tokens[tokens.length - 1] === tokens.length - 1) return edges
  return edges.toSorted(
    (a, b) => (tokens[a.dependant] as number) - (tokens[b.dependant] as number) || a.dependant - b.dependant,
  )
}
