import type { Variant } from '../text/completion.js'
import { isSpace } from '../text/whitespace.js'

/** An answer of nothing but these names nothing. By length. */
const ARTICLES = ['', 'a', 'an', 'the'] as const

/**
 * Whether an answer and the gold answer, both lower-cased, contain one another: the gold anywhere in the answer, or the answer in
 * the gold. `'paper'` asks of the latter that the answer is made of whole words of the gold and names something: an empty answer, a
 * single letter or an article is contained in nearly everything.
 */
export const contained = (answer: string, gold: string, variant: Variant): boolean =>
  variant === 'released'
    ? answer.includes(gold) || gold.includes(answer)
    : (answer.includes(gold) || hasWords(gold, answer)) && namesSomething(answer)

/** Whether a text has a word that is no article. */
export const namesSomething = (text: string): boolean => {
  let start = -1
  for (let at = 0; at <= text.length; at++) {
    const space = at === text.length || isSpace(text.charCodeAt(at))
    if (!space && start < 0) start = at
    if (start < 0) continue
    const article = ARTICLES[at - start]
    if (article === undefined || (space && !text.startsWith(article, start))) return true
    if (space) start = -1
  }
  return false
}

/** Whether `words` occurs in `text` and is not part of a longer word there; nothing (`''`) does not. */
export const hasWords = (text: string, words: string): boolean => {
  if (words === '') return false
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!isWordPart(text, at - 1) && !isWordPart(text, at + words.length)) return true
  }
  return false
}

const WORD_PART = /[\p{L}\p{N}\p{M}_]/u

const isWordPart = (text: string, at: number): boolean => WORD_PART.test(text.charAt(at))
