/** A table of the original's runtime starts with so many slots, and doubles them when more than three quarters are used. */
const FEWEST_SLOTS = 16
const LOAD = 0.75

/** What the number of a sentence adds to the hash of its tokens. */
const PER_SENTENCE = 29

/**
 * Where the original meets a token among the dependants of a node: it keeps them in a hash table, whose slots it goes through in
 * order. Text order up to token 15 of the first sentence; RULES 5.
 *
 * @param sentence - The number of the sentence in its text, from 0.
 * @param dependants - How many the node has.
 */
export const slotOf = (token: number, sentence: number, entries: number, fewest = FEWEST_SLOTS): number => {
  let slots = fewest
  while (entries > slots * LOAD) slots *= 2
  return (PER_SENTENCE * sentence + token) % slots
}
