import type { Variant } from '../text/completion.js'
import { splitWords } from '../text/whitespace.js'

/** An answer of nothing but these names nothing. */
const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the'])

/**
 * Whether an answer and the gold answer, both lower-cased, contain one another: the gold anywhere in the answer, or the answer in
 * the gold. `'paper'` asks of the latter that the answer is made of whole words of the gold and names something: an empty answer, a
 * single letter or an article is contained in nearly everything.
 */
export const contained = (answer: string, gold: string, variant: Variant): boolean =>
  variant === 'released'
    ? answer.includes(gold) || gold.includes(answer)
    : namesSomething(answer) && (answer.includes(gold) || hasWords(gold, answer))

/** Whether a text has a word that is no article. */
export const namesSomething = (text: string): boolean => splitWords(text).some((word) => !ARTICLES.has(word))

/** Whether `words` occurs in `text` and is not part of a longer word there. */
export const hasWords = (text: string, words: string): boolean => {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!isWordPart(text, at - 1) && !isWordPart(text, at + words.length)) return true
  }
  return false
}

const WORD_PART = /[\p{L}\p{N}\p{M}_]/u

const isWordPart = (text: string, at: number): boolean => WORD_PART.test(text.charAt(at))
