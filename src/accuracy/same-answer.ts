import type { Variant } from '../text/completion.js'
import { lowerCase } from '../text/lower-case.js'
import { strip, stripEnd } from '../text/whitespace.js'
import { LONGEST_NUMBER_WORD, numberWord } from './number-words.js'
import { LONGEST_QUANTITY, sameQuantity } from './quantity.js'

/**
 * Whether an answer and a gold answer say the same.
 *
 * Both: the answer loses trailing dots, case and outer white space are ignored, and a single English number word equals its digits,
 * either way ('three' and '3'). `'paper'` adds numbers written another way ('1,000', '1/2', 'twenty-one', 'minus five',
 * '50 percent', '5cm' and '5 cm'), compared exactly, units included.
 *
 * @param answer - The prediction.
 * @param gold - What it is held against; it keeps its dots.
 * @example
 * ```ts @import.meta.vitest
 * expect([sameAnswer('Three.', '3'), sameAnswer('twenty-one', '21'), sameAnswer('5.', '5')]).toEqual([true, true, true])
 * expect([sameAnswer('twenty-one', '21', 'released'), sameAnswer('5', '5.', 'released')]).toEqual([false, false])
 * ```
 * @category pure
 * @since 0.1.0
 */
export const sameAnswer = (answer: string, gold: string, variant: Variant = 'paper'): boolean => {
  const right = strip(lowerCase(gold))
  const bare = strip(stripEnd(answer, '.'))
  // Lower-casing never shortens: nothing this long is the gold answer, a number word or a quantity.
  if (bare.length > Math.max(right.length, LONGEST_QUANTITY)) return false
  const left = lowerCase(bare)
  if (left === right || spells(left, right) || spells(right, left)) return true
  return variant === 'paper' && sameQuantity(left, right)
}

/** Whether `word` is a number word and `digits` its value. 'point' alone counts as 0, as in word2number. */
const spells = (word: string, digits: string): boolean => {
  if (word.length > LONGEST_NUMBER_WORD || digits.length > 10) return false
  const value = word === 'point' ? 0 : numberWord(word)
  return value !== undefined && String(value) === digits
}
