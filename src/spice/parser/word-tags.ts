import { recent } from '../lexicon/recent.js'
import { ownCopy } from '../own-copy.js'
import type { WordTags } from './grammar.js'
import { wordClasses } from './word-class.js'
import type { WordIndex } from './word-index.js'

/** The tags and scores of words. */
export interface WordTagger {
  readonly tagsOf: (word: string, first: boolean) => WordTags
}

/** A word that begins the sentence with a capital is another entry than the same word elsewhere. */
export const FIRST_MARK = '\u0001'

/** Words unpacked lately are kept, twice as many at most: a caption's words come again and again. */
const REMEMBERED = 2048

const LONGEST_REMEMBERED = 64

/**
 * Looks words up as they stand; then, at the beginning of a sentence, as they would stand elsewhere; then by the narrowest class of words that
 * is known.
 */
export const wordTagger = (entries: WordIndex, classes: WordIndex, unpack: (entry: number) => WordTags): WordTagger => {
  const known = recent<WordTags>(REMEMBERED)
  const entryOf = (word: string, first: boolean): number => {
    const names = first ? [FIRST_MARK + word, word, word.toLowerCase()] : [word, FIRST_MARK + word]
    for (const name of names) {
      const entry = entries(name)
      if (entry >= 0) return entry
    }
    for (const name of wordClasses(word, first)) {
      const entry = classes(name)
      if (entry >= 0) return entry
    }
    return Math.max(0, classes(''))
  }
  const tagsOf: WordTagger['tagsOf'] = (word, initial) => {
    const first = initial && startsWithCapital(word)
    const key = first ? FIRST_MARK + word : word
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const tags = unpack(entryOf(word, first))
    if (word.length <= LONGEST_REMEMBERED) known.set(ownCopy(key), tags)
    return tags
  }
  return { tagsOf }
}

/** Whether a word is another one at the beginning of a sentence. */
export const startsWithCapital = (word: string): boolean => {
  const letter = word.charAt(0)
  return letter !== letter.toLowerCase()
}
