/** English number words and what they stand for, as word2number 1.1 knows them. */
export const NUMBER_WORDS: Readonly<Record<string, number>> = Object.freeze({
  __proto__: null,
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
} as unknown as Record<string, number>)

/** The words that multiply what stands before them, largest first. */
export const SCALES = ['billion', 'million', 'thousand'] as const

/** The largest number word has nine letters: nothing longer is looked up. */
export const LONGEST_NUMBER_WORD = 9

/**
 * The value of a single number word, in lower case.
 *
 * @returns undefined where the word is none.
 */
export const numberWord = (word: string): number | undefined =>
  word.length <= LONGEST_NUMBER_WORD ? NUMBER_WORDS[word] : undefined
