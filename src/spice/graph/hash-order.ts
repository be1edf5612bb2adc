/** A table of the original's runtime starts with so many slots, and doubles them when more than three quarters are used. */
const FEWEST_SLOTS = 16
const LOAD = 0.75

/** What the number of a sentence adds to the hash of its tokens. */
const PER_SENTENCE = 29

/**
 * Where the original meets a token among the entries of a hash table, whose slots it goes through in order: the dependants of a node,
 * or all nodes. In the first sentence of a text that is text order up to token 15. RULES 5.
 *
 * @param k - The number of the sentence in its text, from 0.
 * @param entries - How many the table has.
 * @param fewest - How many slots it has at first.
 */
export const slotOf = (token: number, k: number, entries: number, fewest = FEWEST_SLOTS): number => {
  let slots = fewest
  while (entries > slots * LOAD) slots *= 2
  return (PER_SENTENCE * k + token) % slots
}
