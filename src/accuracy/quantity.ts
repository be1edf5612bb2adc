import { isSpace, splitWords } from '../text/whitespace.js'
import { numberWord } from './number-words.js'

/**
 * A number with an optional unit, exact: `numerator / denominator`, lowest terms not required.
 *
 * @category model
 * @since 0.1.0
 */
export interface Quantity {
  readonly numerator: bigint
  readonly denominator: bigint
  /** `''`, `'%'`, or what follows the digits, in lower case. */
  readonly unit: string
}

/** A text longer than this names no quantity anybody would write as an answer. */
export const LONGEST_QUANTITY = 80

/** Powers of ten above this are not written out. */
const LARGEST_EXPONENT = 30

/**
 * Reads a text that is a number and nothing else, but for a unit: digits (`-5`, `1,000`, `3.0`, `1/2`, `1e3`, `5cm`, `50 %`) or
 * English number words (`minus five`, `twenty-one`, `one hundred and five`, `a million`, `fifty percent`). A unit other than
 * percent needs digits before it: 'three dogs' is a phrase.
 *
 * @param text - Any text, read without regard to case. Texts above 80 characters are none.
 * @returns undefined where the text is no such number.
 * @example
 * ```ts @import.meta.vitest
 * expect(parseQuantity('1,000')).toEqual({ numerator: 1000n, denominator: 1n, unit: '' })
 * expect(parseQuantity('Fifty percent')).toEqual({ numerator: 50n, denominator: 1n, unit: '%' })
 * expect(parseQuantity('three dogs')).toBe(undefined)
 * ```
 * @category pure
 * @since 0.1.0
 */
export const parseQuantity = (text: string): Quantity | undefined =>
  text.length > LONGEST_QUANTITY ? undefined : (fromDigits(text.toLowerCase()) ?? fromWords(text.toLowerCase()))

/**
 * Whether two texts name the same number with the same unit.
 *
 * @param a - Any text, read by {@link parseQuantity}.
 * @param b - Any text; the order does not matter.
 * @returns false where either names none.
 * @example
 * ```ts @import.meta.vitest
 * expect([sameQuantity('0.5', '1/2'), sameQuantity('5cm', '5 cm'), sameQuantity('50%', '50')]).toEqual([true, true, false])
 * ```
 * @category pure
 * @since 0.1.0
 */
export const sameQuantity = (a: string, b: string): boolean => {
  const left = parseQuantity(a)
  const right = left === undefined ? undefined : parseQuantity(b)
  if (left === undefined || right === undefined) return false
  return left.unit === right.unit && left.numerator * right.denominator === right.numerator * left.denominator
}

const DIGITS =
  /^([+-]?)(?:(\d{1,3}(?:,\d{3}){1,12}|\d{1,40})(?:\.(\d{0,40}))?|\.(\d{1,40}))(?:e([+-]?\d{1,2})|\/(\d{1,40}))?(?![\d.,:/])/

const fromDigits = (text: string): Quantity | undefined => {
  const start = skipSpaces(text, 0)
  const found = DIGITS.exec(text.slice(start))
  if (found === null) return undefined
  const [all, sign, whole = '', fraction = found[4] ?? '', , exponent, divisor] = found
  const unit = unitOf(text.slice(start + all.length))
  if (unit === undefined) return undefined
  const power = exponent === undefined ? 0 : Number(exponent)
  if (Math.abs(power) > LARGEST_EXPONENT) return undefined
  const digits = BigInt(whole.replaceAll(',', '') + fraction)
  const numerator = (sign === '-' ? -digits : digits) * 10n ** BigInt(Math.max(power, 0))
  const denominator = 10n ** BigInt(fraction.length + Math.max(-power, 0)) * BigInt(divisor ?? '1')
  return denominator === 0n ? undefined : { numerator, denominator, unit }
}

const skipSpaces = (text: string, at: number): number => {
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

const PERCENT = new Set(['%', 'percent', 'per cent'])

/** A unit is one word of letters, a percent sign or word, or nothing. */
const unitOf = (text: string): string | undefined => {
  const words = splitWords(text)
  const unit = words.join(' ')
  if (PERCENT.has(unit)) return '%'
  if (words.length > 1) return undefined
  return unit === '' || /^[\p{L}°µ]+[23²³]?$/u.test(unit) ? unit : undefined
}

const SIGNS: ReadonlyMap<string, bigint> = new Map([
  ['minus', -1n],
  ['negative', -1n],
  ['plus', 1n],
])

const fromWords = (text: string): Quantity | undefined => {
  const words = [...splitWords(text.replaceAll('-', ' '))]
  let unit = ''
  if (words.at(-1) === 'percent' || words.at(-1) === '%') {
    words.pop()
    unit = '%'
  }
  const sign = SIGNS.get(words[0] ?? '')
  if (sign !== undefined) words.shift()
  const point = words.indexOf('point')
  const whole = wholeFromWords(point < 0 ? words : words.slice(0, point))
  const decimals = point < 0 ? [] : words.slice(point + 1).map((word) => numberWord(word) ?? 10)
  if (whole === undefined || (point >= 0 && decimals.length === 0) || decimals.some((digit) => digit > 9))
    return undefined
  const denominator = 10n ** BigInt(decimals.length)
  const numerator = whole * denominator + BigInt(decimals.join(''))
  return { numerator: sign === -1n ? -numerator : numerator, denominator, unit }
}

/** What another word may add to an untouched group: anything below a thousand. */
const UNTOUCHED = 1000

/**
 * The value of well-formed number words: groups below a thousand, each before a smaller scale than the one before. undefined for
 * anything else, such as 'one two' or 'hundred hundred'.
 */
const wholeFromWords = (words: ReadonlyArray<string>): bigint | undefined => {
  if (words.length === 0) return undefined
  let total = 0
  let group = 0
  let room = UNTOUCHED
  let lastScale = Infinity
  for (const [i, word] of words.entries()) {
    if (word === 'and' && i > 0 && i < words.length - 1) continue
    if (word === 'a' && i === 0 && (numberWord(words[1] ?? '') ?? 0) >= 100) continue
    const value = numberWord(word)
    if (value === undefined) return undefined
    const untouched = room === UNTOUCHED
    if (value > 100) {
      if (value >= lastScale || (group === 0 && !(untouched && total === 0))) return undefined
      total += Math.max(group, 1) * value
      lastScale = value
      group = 0
      room = UNTOUCHED
    } else if (value === 100) {
      if (!untouched && (group === 0 || group > 99)) return undefined
      group = Math.max(group, 1) * 100
      room = 100
    } else {
      if (value >= room) return undefined
      group += value
      room = value >= 20 ? 10 : 0
    }
  }
  return BigInt(total + group)
}
