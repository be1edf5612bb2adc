import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer.js'
import { splitWords } from '../text/whitespace.js'

/** No English word is longer; the stemmer's regular expressions are not linear in what they are given. */
const LONGEST_WORD = 40

/**
 * A phrase with every word, lower-cased, cut to its Porter stem (M. F. Porter, "An algorithm for suffix stripping", 1980; natural's
 * implementation). Words of more than 40 characters stay whole.
 *
 * @example
 * ```ts @import.meta.vitest
 * expect(stemWords('Dogs playing')).toBe('dog plai')
 * ```
 * @category pure
 * @since 0.1.0
 */
export const stemWords = (text: string): string =>
  splitWords(text.toLowerCase())
    .map((word) => (word.length <= LONGEST_WORD ? PorterStemmer.stem(word) : word))
    .join(' ')
