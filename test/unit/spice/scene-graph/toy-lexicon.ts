import type { Lexicon } from '../../../../src/spice/lexicon/lexicon.js'

/** A lexicon of words with their synsets as they are written: `{ car: [1, 2] }`. */
export const toyLexicon = (synsets: Readonly<Record<string, ReadonlyArray<number>>>): Lexicon => {
  const table = new Map(Object.entries(synsets))
  return { synsets: (concept) => table.get(concept) ?? [] }
}
