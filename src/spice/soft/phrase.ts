import type { Word } from './word.js'

/** What stands at one place of a tuple, mostly a word: `sit on`, `tennis racket`. */
export interface Phrase {
  readonly whole: Word
  /** Its words, where there are several. */
  readonly words: ReadonlyArray<Word>
}

/** How similar two words are, the first one of the one phrase, the second one of the other. */
export type WordSimilarity = (a: Word, b: Word) => number

/** Words of a phrase that are compared: captions have few longer ones, and the work grows with the square. */
const MOST_WORDS = 6

export const phraseOf = (text: string, word: (text: string) => Word): Phrase => {
  const texts = text.split(' ', MOST_WORDS).filter((part) => part !== '')
  return { whole: word(text), words: texts.length > 1 ? texts.map(word) : [] }
}

/**
 * How similar two phrases are: as the dictionary has them, or word by word, whichever is more. Word by word: the mean, over the words of
 * both, of the best similarity to a word of the other.
 */
export const phraseSimilarity = (a: Phrase, b: Phrase, similarity: WordSimilarity): number => {
  const whole = similarity(a.whole, b.whole)
  if (whole === 1 || (a.words.length === 0 && b.words.length === 0)) return whole
  const [words, others] = [wordsOf(a), wordsOf(b)]
  return Math.max(
    whole,
    (bestSum(words, others, similarity) + bestSum(others, words, (other, word) => similarity(word, other))) /
      (words.length + others.length),
  )
}

const wordsOf = ({ whole, words }: Phrase): ReadonlyArray<Word> => (words.length === 0 ? [whole] : words)

const bestSum = (words: ReadonlyArray<Word>, others: ReadonlyArray<Word>, similarity: WordSimilarity): number => {
  let sum = 0
  for (const word of words) {
    let best = 0
    for (const other of others) best = Math.max(best, similarity(word, other))
    sum += best
  }
  return sum
}
