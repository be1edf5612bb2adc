import {
  canEnd,
  isAbbreviation,
  isNumbered,
  isSentenceStart,
  LONGEST_ABBREVIATION,
  LONGEST_SENTENCE_START,
} from './abbreviations.js'
import { asciiEnd } from './joined-end.js'
import { isLatin, Kind, kindAt } from './kinds.js'
import { tagEnd } from './tag-end.js'
import { Unit } from './unit.js'

/** Where letters with a dot after each end, or `at`: `U.S.`, `e.g.`, `A.` */
const initialsEnd = (text: string, at: number): number => {
  let end = at
  while (isLatin(text.charCodeAt(end)) && text.charCodeAt(end + 1) === Unit.dot) end += 2
  return end
}

/** Where an abbreviation ends that keeps its dot, or `at`: `Mr.`, `U.S.`, `No.` before a number, `Ph.D.` */
export const abbreviationEnd = (text: string, at: number): number => {
  const initials = initialsEnd(text, at)
  if (initials > at) return initials
  const end = asciiEnd(text, at)
  if (end - at > LONGEST_ABBREVIATION || text.charCodeAt(end) !== Unit.dot) return at
  const word = text.slice(at, end)
  if (text.charCodeAt(end + 2) === Unit.dot && isAbbreviation(text.slice(at, end + 2))) return end + 3
  if (isAbbreviation(word) || (isNumbered(word) && isBeforeNumber(text, end + 1))) return end + 1
  return at
}

const isBeforeNumber = (text: string, at: number): boolean =>
  kindAt(text, kindAt(text, at) === Kind.space ? at + 1 : at) === Kind.digit

const spacesEnd = (text: string, at: number): number => {
  let end = at
  while (kindAt(text, end) === Kind.space) end++
  return end
}

/**
 * Whether the dot of the abbreviation from `at` to `end` ends a sentence as well. What says so is a capital letter, a tag or more than one space after
 * some abbreviations, one of a few words after any but titles, and the end of the text.
 */
export const endsSentenceToo = (text: string, at: number, end: number): boolean => {
  const word = text.slice(at, end - 1)
  const isFinal = canEnd(word)
  if (!isFinal && isAbbreviation(word)) return false
  const next = spacesEnd(text, end)
  if (isFinal && (next === text.length || end === text.length - 1)) return true
  if (next === end) return false
  if (isFinal && next > end + 1) return true
  if (word.toLowerCase() === 'co' && isLimited(text, next)) return false
  if (isFinal && (isUpper(text, next) || (text.charCodeAt(next) === Unit.less && tagEnd(text, next) > next)))
    return true
  return isStart(text, next)
}

/** `Co. Ltd` is one name. */
const isLimited = (text: string, at: number): boolean => /^(?:ltd|limited)(?![a-z])/i.test(text.slice(at, at + 8))

const UPPER = /\p{Uppercase}/u

const isUpper = (text: string, at: number): boolean => UPPER.test(text.charAt(at))

/** A word that begins sentences, and white space. */
const isStart = (text: string, at: number): boolean => {
  let end = at
  while (end - at < LONGEST_SENTENCE_START && isLatin(text.charCodeAt(end))) end++
  if (text.charCodeAt(end) === Unit.dot) end++
  if (kindAt(text, end) !== Kind.space) return false
  const word = text.slice(at, end)
  return word[0] !== word[0]?.toLowerCase() && isSentenceStart(word)
}
