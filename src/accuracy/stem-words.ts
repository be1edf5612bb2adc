import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer.js'
import { splitWords } from '../text/whitespace.js'

/** No English word is longer; the stemmer's regular expressions are not linear in what they are given. */
const LONGEST_WORD = 40

/** No answer of a few words is longer; the stemmer takes a microsecond and more a word. */
const LONGEST_PHRASE = 4096

/**
 * A phrase with every word, lower-cased, cut to its Porter stem (M. F. Porter, "An algorithm for suffix stripping", 1980; natural's
 * implementation). Words above 40 characters, and phrases above 4,096, stay as they are.
 *
 * @example
 * ```ts @import.meta.vitest
 * expect(stemWords('Dogs playing')).toBe('dog plai')
 * ```
 * @category pure
 * @since 0.1.0
 */
export const stemWords = (text: string): string =>
  text.length > LONGEST_PHRASE
    ? text
    : splitWords(text.toLowerCase())
        .map((word) => (word.length <= LONGEST_WORD ? PorterStemmer.stem(word) : word))
        .join(' ')
