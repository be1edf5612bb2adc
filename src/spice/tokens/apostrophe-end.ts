import { isAsciiDigit, isCapital, isLatin, Kind, kindAt } from './kinds.js'
import { Unit } from './unit.js'
import { isApostrophe } from './word-end.js'

/** Words with an apostrophe at their end that is their own. */
const WITH_APOSTROPHE = new Set(['ol', 'dunkin'])

/** Letters that lose a vowel before a word, in French: `l' eau`; `y'` needs the word. */
const ELIDED = new Set(['d', 'j', 'l'])

const isVowel = (unit: number): boolean => {
  const lower = unit | 0x20
  return isLatin(unit) && 'aeiouy'.includes(String.fromCharCode(lower))
}

/**
 * Where a word with an apostrophe in it ends, which begins at `at` and has its apostrophe at `mark`: `O'Brien`, `ma'am`, `l'`.
 * Answers `at` where the apostrophe is not the word's own.
 */
export const apostropheEnd = (text: string, at: number, mark: number): number => {
  if (!isApostrophe(text.charCodeAt(mark))) return at
  const first = text.charCodeAt(at)
  const follows = lettersEnd(text, mark + 1)
  const last = text.charCodeAt(mark - 1)
  if (mark === at + 1) {
    if (follows > mark + 2 && (startsName(first) || text.slice(at, follows).toLowerCase() === "e'er")) return follows
    const letter = first | 0x20
    return (ELIDED.has(String.fromCharCode(letter)) && isClosing(text.charCodeAt(mark))) ||
      (letter === 0x79 && follows > mark + 1)
      ? mark + 1
      : at
  }
  const next = text.charCodeAt(mark + 1)
  if (
    text
      .slice(at, mark + 2)
      .toLowerCase()
      .replace('\u2019', "'") === "cap'n" &&
    follows === mark + 2
  )
    return follows
  if (isVowel(last) && follows > mark + 1 && (isVowel(next) || isCapital(next)) && lettersEnd(text, at) === mark)
    return follows
  return WITH_APOSTROPHE.has(text.slice(at, mark).toLowerCase()) ? mark + 1 : at
}

/** A capital but I and Y, or n. */
const startsName = (unit: number): boolean => (isCapital(unit) && unit !== 0x49 && unit !== 0x59) || unit === 0x6e

const lettersEnd = (text: string, at: number): number => {
  let end = at
  while (kindAt(text, end) === Kind.letter) end++
  return end
}

/** Where a word ends that `n't` follows: `do` of `don't`. Answers `at` if there's none. */
export const beforeNot = (text: string, at: number, mark: number): number =>
  mark > at + 1 &&
  (text.charCodeAt(mark - 1) | 0x20) === 0x6e &&
  (text.charCodeAt(mark - 2) | 0x20) !== 0x6e &&
  (text.charCodeAt(mark + 1) | 0x20) === 0x74 &&
  isApostrophe(text.charCodeAt(mark))
    ? mark - 1
    : at

/** Where `n't` ends, if it stands there, or `at`. */
export const notEnd = (text: string, at: number): number =>
  (text.charCodeAt(at) | 0x20) === 0x6e &&
  isApostrophe(text.charCodeAt(at + 1)) &&
  (text.charCodeAt(at + 2) | 0x20) === 0x74
    ? at + 3
    : at

const isSpaceOrEnd = (text: string, at: number): boolean => at >= text.length || kindAt(text, at) === Kind.space

const ENDINGS = new Set(['ll', 're', 've'])
const CUT = ['em', 'till', 'til', 'cause']
const CUT_TWO = new Map([
  ['tis', 2],
  ['twas', 2],
])

/** ' ’ and U+0092: what may stand before a verb's or genitive's ending. */
const isClosing = (unit: number): boolean => unit === Unit.apostrophe || unit === 0x2019 || unit === 0x92

/** Where the ending of a verb or genitive would end, if the apostrophe there begins one, whatever follows; or `at`. */
export const suffixEnd = (text: string, at: number): number => {
  if (!isClosing(text.charCodeAt(at))) return at
  const suffix = text.slice(at + 1, at + 3).toLowerCase()
  if (ENDINGS.has(suffix)) return at + 3
  return suffix[0] === 's' || suffix[0] === 'm' || suffix[0] === 'd' ? at + 2 : at
}

/** Where a token that begins with an apostrophe ends: `'s`, `'ll`, `'n'`, `'em`, `'80s`, `'t` of `'tis`; or `at`. */
export const endingEnd = (text: string, at: number): number => {
  if (!isClosing(text.charCodeAt(at))) return at
  const one = text.charCodeAt(at + 1)
  if (isAsciiDigit(one)) return decadeEnd(text, at)
  if (!isLatin(one)) return at
  const lower = one | 0x20
  const next = text.charCodeAt(at + 2)
  if (lower === 0x6e && isClosing(next)) return at + 3
  if (text.charCodeAt(at) !== Unit.apostrophe) {
    const end = lower === 0x6e ? at + 2 : suffixEnd(text, at)
    if (end > at) return end
  }
  if (!isLatin(next)) {
    if (lower === 0x73 || lower === 0x6d || lower === 0x64) return at + 2
    return lower === 0x6e && isSpaceOrEnd(text, at + 2) ? at + 2 : at
  }
  const after = text.slice(at + 1, at + 6).toLowerCase()
  if (ENDINGS.has(after.slice(0, 2)) && at + 3 < text.length && !isLatin(text.charCodeAt(at + 3))) return at + 3
  if (text.charCodeAt(at) === Unit.apostrophe)
    for (const [word, length] of CUT_TWO) if (after.startsWith(word)) return at + length
  for (const word of CUT) if (after.startsWith(word)) return at + 1 + word.length
  return at
}

/** `'20s` to `'90s`, and `'80` before white space. */
const decadeEnd = (text: string, at: number): number => {
  const [one, two] = [text.charCodeAt(at + 1), text.charCodeAt(at + 2)]
  if (!isAsciiDigit(two)) return at
  if ((text.charCodeAt(at + 3) | 0x20) === 0x73) return one > 0x31 && two === 0x30 ? at + 4 : at
  return kindAt(text, at + 3) === Kind.space ? at + 3 : at
}
