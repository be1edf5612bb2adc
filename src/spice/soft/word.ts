import type { Taxonomy } from '../lexicon/taxonomy.js'
import { type Ancestry, ancestryOf, pathSimilarity } from './ancestry.js'
import { diceOf, type Trigrams, trigramsOf } from './trigrams.js'

/** A word, or a phrase that the dictionary has, as it is compared. */
export interface Word {
  readonly text: string
  readonly ancestry: Ancestry
  /** Whether the dictionary has it as a noun or a verb: then its place among them says more than its letters. */
  readonly isPlaced: boolean
  readonly trigrams: Trigrams
}

export const wordOf = (text: string, taxonomy: Taxonomy): Word => {
  const senses = taxonomy.senses(text)
  return {
    text,
    ancestry: ancestryOf(senses, taxonomy),
    isPlaced: senses.some((sense) => ['noun', 'verb'].includes(taxonomy.partOfSpeech(sense))),
    trigrams: trigramsOf(text),
  }
}

/**
 * How similar two words are: 1 for the same one; path similarity; and where one of them is neither noun nor verb (adjectives,
 * adverbs, prepositions, names, misspelt words), at least the similarity of their letters.
 */
export const wordSimilarity = (a: Word, b: Word): number => {
  if (a.text === b.text) return 1
  const path = pathSimilarity(a.ancestry, b.ancestry)
  return a.isPlaced && b.isPlaced ? path : Math.max(path, diceOf(a.trigrams, b.trigrams))
}
