import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import { splitWords, strip } from '../text/whitespace.js'
import { numberWord, SCALES } from './number-words.js'

/**
 * The number an English phrase names, read the way the Python package word2number 1.1 reads it, oddities included: the released
 * rewards hang on them. `openEndedAccuracy` in its `'paper'` variant reads numbers with `parseQuantity` instead.
 *
 * Words that are no number words are passed over. The words before a scale (billion, million, thousand) are one group, what is
 * left another; where nothing is left, the words after the last scale but one are counted a second time. A group is a b + c + d for up to four words a b c d, except that two words without a hundred are added (so 'one
 * two' is 3). After 'point' come decimal digits.
 *
 * @param text - Any text; digits alone are read as digits.
 * @returns Left `OriginalRaises` where word2number raises (no number word, a scale twice or out of order); else Right the number.
 * @example
 * ```ts @import.meta.vitest
 * expect(wordsToNumber('two million three thousand nine hundred and eighty four')).toEqual(E.right(2003984))
 * expect(wordsToNumber('nineteen eighty four')).toEqual(E.right(1524))
 * expect(wordsToNumber('dozen')).toMatchObject(E.left({ _tag: 'OriginalRaises', exception: 'ValueError' }))
 * ```
 * @category pure
 * @since 0.1.0
 */
export const wordsToNumber = (text: string): E.Either<RewardError, number> => {
  const plain = text.replaceAll('-', ' ').toLowerCase()
  if (/^\d+$/.test(plain)) return E.right(Number(plain))
  const words = splitWords(strip(plain)).filter((word) => word === 'point' || numberWord(word) !== undefined)
  if (words.length === 0) return raises('ValueError', 'no number word')
  const twice = ['point', ...SCALES].find((word) => words.indexOf(word) !== words.lastIndexOf(word))
  if (twice !== undefined) return raises('ValueError', `'${twice}' twice`)
  const point = words.indexOf('point')
  const whole = point < 0 ? words : words.slice(0, point)
  const decimals = point < 0 ? [] : words.slice(point + 1)
  const value = wholeNumber(whole)
  return typeof value === 'number' ? E.right(value + decimalPart(decimals)) : value
}

const raises = (exception: string, reason: string): E.Either<RewardError, never> =>
  E.left({ _tag: 'OriginalRaises', reward: 'words-to-number', exception, reason })

const wholeNumber = (words: ReadonlyArray<string>): number | E.Either<RewardError, never> => {
  const [only] = words
  if (only === undefined) return 0
  if (words.length === 1) return valueOf(only)
  const places = SCALES.map((scale) => words.indexOf(scale)).filter((at) => at >= 0)
  if (places.some((at, i) => i > 0 && at < (places[i - 1] as number)))
    return raises('ValueError', 'scales out of order')
  let total = 0
  let from = 0
  for (const at of places) {
    if (at === from) return raises('IndexError', `nothing before '${words[at] as string}'`)
    total += group(words.slice(from, at)) * valueOf(words[at] as string)
    from = at + 1
  }
  if (from < words.length) return total + group(words.slice(from))
  // A phrase that ends with a scale has the words after the scale before it counted once more.
  const before = places.at(-2)
  return before === undefined ? total : total + group(words.slice(before + 1))
}

const valueOf = (word: string): number => numberWord(word) ?? 0

/** The value of a group of one to four words; of a longer one, its first. */
const group = (words: ReadonlyArray<string>): number => {
  const [a = 0, b = 0, c = 0, d = 0] = words.map(valueOf)
  if (words.length === 2) return a === 100 || b === 100 ? a * b : a + b
  return words.length === 3 || words.length === 4 ? a * b + c + d : a
}

/** 0.d1d2..., 0 where a word is no single digit. */
const decimalPart = (words: ReadonlyArray<string>): number => {
  const digits = words.map(valueOf)
  return digits.length === 0 || digits.some((digit) => digit > 9) ? 0 : Number(`0.${digits.join('')}`)
}
