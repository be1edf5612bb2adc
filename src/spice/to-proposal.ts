import type { Proposal, Tuple } from './sentence.js'

/** The proposal of a tuple that another parser found: the original has the predicate last. */
export const toProposal = ([first, second, third]: Tuple): Proposal => {
  if (second === undefined) return [first]
  return third === undefined ? [first, second] : [first, third, second]
}
