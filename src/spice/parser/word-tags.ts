import type { WordTags } from './grammar.js'
import { wordClasses } from './word-class.js'

/** The tags and scores of words. */
export interface WordTagger {
  readonly tagsOf: (word: string, first: boolean) => WordTags
}

/** A word that begins the sentence with a capital is another entry than the same word elsewhere. */
export const FIRST_MARK = '\u0001'

/** Words unpacked lately are kept: a caption's words come again and again. */
const REMEMBERED = 4096

const LONGEST_REMEMBERED = 64

/**
 * Looks words up as they stand; then, at the beginning of a sentence, as they would stand elsewhere; then by the narrowest class of words that
 * is known.
 */
export const wordTagger = (
  entries: ReadonlyMap<string, number>,
  classes: ReadonlyMap<string, number>,
  unpack: (entry: number) => WordTags,
): WordTagger => {
  const known = new Map<string, WordTags>()
  const entryOf = (word: string, first: boolean): number => {
    const found = (first ? entries.get(FIRST_MARK + word) : undefined) ?? entries.get(word)
    if (found !== undefined) return found
    const lower = first ? entries.get(word.toLowerCase()) : entries.get(FIRST_MARK + word)
    if (lower !== undefined) return lower
    for (const name of wordClasses(word, first)) {
      const entry = classes.get(name)
      if (entry !== undefined) return entry
    }
    return classes.get('') ?? 0
  }
  const tagsOf: WordTagger['tagsOf'] = (word, initial) => {
    const first = initial && isCapital(word)
    const key = first ? FIRST_MARK + word : word
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const tags = unpack(entryOf(word, first))
    if (word.length <= LONGEST_REMEMBERED) {
      if (known.size >= REMEMBERED) known.clear()
      known.set(key, tags)
    }
    return tags
  }
  return { tagsOf }
}

const isCapital = (word: string): boolean => {
  const letter = word.charAt(0)
  return letter !== letter.toLowerCase()
}
