import { endingEnd } from './apostrophe-end.js'
import { isAsciiDigit, isLatin, kindAt, Kind } from './kinds.js'
import { mailEnd } from './mail-end.js'
import { bracketsNamed, plainQuotes, spacesKept } from './normalise.js'
import { numberEnd, phoneEnd } from './number-end.js'
import { add, type Scan } from './scan.js'
import {
  ellipsisEnd,
  emoticonEnd,
  entityEnd,
  entityMeaning,
  exclamationEnd,
  faceEnd,
  hashtagEnd,
  mentionEnd,
  repeatEnd,
} from './symbol-end.js'
import { tagEnd } from './tag-end.js'
import { Unit } from './unit.js'
import { writtenAt } from './written-at.js'

const unitsOf = (units: string): ReadonlySet<number> => new Set(Array.from(units, (unit) => unit.charCodeAt(0)))

/** Symbols that are one token however often they are repeated, from so many on. */
const REPEATED = unitsOf('*=#@_')

/** Quotes, two of which are one token, be they the same or not. */
const QUOTES = unitsOf(
  '`\u0091\u0092\u0093\u0094\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a',
)

/** Symbols, two of which are one token. */
const DOUBLED = unitsOf("<>'")

const isSmallDigit = (unit: number): boolean =>
  unit === 0xb2 ||
  unit === 0xb3 ||
  unit === 0xb9 ||
  unit === 0x2070 ||
  (unit >= 0x2074 && unit <= 0x2079) ||
  (unit >= 0x2080 && unit <= 0x2089)

/** Reads the token that begins at `at` with neither letter nor digit; answers where the next one may begin. */
export const scanSymbol = (scan: Scan, at: number): number => {
  const { text } = scan
  const unit = text.charCodeAt(at)
  if (unit === Unit.quote) return addQuote(scan, at, at + 1)
  if (unit === Unit.ampersand) return scanEntity(scan, at)
  if (unit === Unit.exclamation || unit === Unit.question) return addSlice(scan, at, exclamationEnd(text, at))
  const mail = unit === Unit.less ? mailEnd(scan, at + 1) : at + 1
  if (mail > at + 1) return addSlice(scan, at, mail)
  const end = patternEnd(text, at, unit)
  if (end > at) return addPattern(scan, at, end)
  if (unit === Unit.apostrophe) return addApostrophe(scan, at, at + 1)
  add(scan, writtenAt(text, at), at, at + 1)
  return at + 1
}

/** The longest pattern of several units that begins there. */
const patternEnd = (text: string, at: number, unit: number): number => {
  switch (unit) {
    case Unit.dot:
      return Math.max(numberEnd(text, at), ellipsisEnd(text, at))
    case Unit.comma:
      return numberEnd(text, at)
    case Unit.plus:
      return Math.max(numberEnd(text, at), phoneEnd(text, at))
    case 0x28:
      return Math.max(phoneEnd(text, at), faceEnd(text, at))
    case Unit.hash:
      return Math.max(hashtagEnd(text, at), timesEnd(text, at))
    case Unit.at:
      return Math.max(mentionEnd(text, at), timesEnd(text, at))
    case Unit.hyphen:
      return Math.max(numberEnd(text, at), emoticonEnd(text, at), dashesEnd(text, at))
    case 0x5c:
      return starsEnd(text, at)
    default:
      break
  }
  const end = Math.max(timesEnd(text, at), emoticonEnd(text, at), endingEnd(text, at))
  if (unit === Unit.colon) return Math.max(end, numberEnd(text, at))
  return unit === Unit.less ? Math.max(end, tagEnd(text, at)) : end
}

/** Two units or more of a kind. */
const timesEnd = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  if (QUOTES.has(unit)) return QUOTES.has(text.charCodeAt(at + 1)) ? at + 2 : at
  if (DOUBLED.has(unit)) return text.charCodeAt(at + 1) === unit ? at + 2 : at
  if (isSmallDigit(unit)) {
    let end = at + 1
    while (isSmallDigit(text.charCodeAt(end))) end++
    return end
  }
  return REPEATED.has(unit) && text.charCodeAt(at + 1) === unit ? repeatEnd(text, at) : at
}

/** `\*` again and again. */
const starsEnd = (text: string, at: number): number => {
  let end = at
  while (text.charCodeAt(end) === 0x5c && text.charCodeAt(end + 1) === Unit.star) end += 2
  return end
}

const dashesEnd = (text: string, at: number): number => {
  const end = repeatEnd(text, at)
  return end > at + 1 ? end : at
}

const addPattern = (scan: Scan, at: number, end: number): number => {
  const { text } = scan
  const unit = text.charCodeAt(at)
  if (unit === Unit.dot && !isAsciiDigit(text.charCodeAt(end - 1)) && kindAt(text, end - 1) !== Kind.digit)
    add(scan, '...', at, end)
  else if (unit === Unit.hyphen && text.charCodeAt(at + 1) === Unit.hyphen)
    add(scan, end - at <= 4 ? '--' : text.slice(at, end), at, end)
  else if (QUOTES.has(unit) && QUOTES.has(text.charCodeAt(at + 1)))
    add(scan, writtenAt(text, at) + writtenAt(text, at + 1), at, end)
  else if (end === at + 3 && isAsciiDigit(text.charCodeAt(at + 1)) && isAsciiDigit(text.charCodeAt(at + 2)))
    addSlice(scan, at, end)
  else if (unit === Unit.less && end > at + 3) add(scan, spacesKept(text.slice(at, end)), at, end)
  else add(scan, plainQuotes(bracketsNamed(spacesKept(text.slice(at, end)))), at, end)
  return end
}

const addSlice = (scan: Scan, at: number, end: number): number => {
  add(scan, scan.text.slice(at, end), at, end)
  return end
}

/** A double quote opens before a letter, digit or $ of ASCII, and closes anywhere else. */
const addQuote = (scan: Scan, at: number, end: number): number => {
  const next = scan.text.charCodeAt(end)
  add(scan, isLatin(next) || isAsciiDigit(next) || next === Unit.dollar ? '``' : "''", at, end)
  return end
}

/** An apostrophe opens before a letter of ASCII that isn't alone. */
const addApostrophe = (scan: Scan, at: number, end: number): number => {
  const { text } = scan
  const next = text.charCodeAt(end)
  add(scan, isLatin(next) && end + 1 < text.length && kindAt(text, end + 1) !== Kind.space ? '`' : "'", at, end)
  return end
}

const scanEntity = (scan: Scan, at: number): number => {
  const { text } = scan
  const end = entityEnd(text, at)
  if (end === at) return addSlice(scan, at, at + 1)
  const meaning = entityMeaning(text.slice(at, end))
  if (meaning === ' ') return end
  if (meaning === '"') return addQuote(scan, at, end)
  add(scan, meaning, at, end)
  return end
}
