import { abbreviationEnd, endsSentenceToo } from './abbreviation-end.js'
import { apostropheEnd, beforeNot, notEnd, suffixEnd } from './apostrophe-end.js'
import { afterHyphens, dottedEnd, fileNameEnd, lettersEnd, slashedEnd } from './joined-end.js'
import { isCapital, Kind, kindAt } from './kinds.js'
import { plainQuotes, spacesKept } from './normalise.js'
import { mailEnd } from './mail-end.js'
import { fractionEnd, numberEnd, phoneEnd } from './number-end.js'
import { add, type Scan } from './scan.js'
import { emoticonEnd } from './symbol-end.js'
import { Unit } from './unit.js'
import { pathEnd, urlEnd, wwwEnd } from './web-end.js'
import { compoundEnd, isApostrophe, runEnd, wordEnd } from './word-end.js'

/** Words that are two tokens, and where the second begins. */
const TWO = new Map([
  ['cannot', 3],
  ['gimme', 3],
  ['gonna', 3],
  ['gotta', 3],
  ['lemme', 3],
  ['wanna', 3],
])

/** Reads the token that begins at `at` with a letter, digit or mark; answers where the next one may begin. */
export const scanWord = (scan: Scan, at: number): number => {
  const { text } = scan
  const run = runEnd(text, at)
  const isDigit = kindAt(text, at) === Kind.digit
  if (!isDigit && stopsThere(scan, at, run)) return addWord(scan, at, run)
  const mail = mailEnd(scan, at)
  if (mail > at) {
    add(scan, text.slice(at, mail), at, mail)
    return mail
  }
  return isDigit ? scanDigits(scan, at) : scanLetters(scan, at, run)
}

/** Whether nothing after a run of letters can belong to its token. */
const stopsThere = (scan: Scan, at: number, end: number): boolean => {
  const { text } = scan
  if (isSpaceOrEnd(text, end)) return true
  if (scan.hasAt || !isSpaceOrEnd(text, end + 1)) return false
  const unit = text.charCodeAt(end)
  return unit === Unit.comma || (unit === Unit.dot && abbreviationEnd(text, at) === at)
}

const isSpaceOrEnd = (text: string, at: number): boolean => at >= text.length || kindAt(text, at) === Kind.space

const addWord = (scan: Scan, at: number, end: number): number => {
  const word = scan.text.slice(at, end)
  const cut = end - at === 5 || end - at === 6 ? TWO.get(word.toLowerCase()) : undefined
  if (cut === undefined) add(scan, plainQuotes(word), at, end)
  else {
    add(scan, word.slice(0, cut), at, at + cut)
    add(scan, word.slice(cut), at + cut, end)
  }
  return end
}

const scanDigits = (scan: Scan, at: number): number => {
  const { text } = scan
  const dotted = Math.max(compoundEnd(text, at), dottedEnd(text, at))
  const end = Math.max(
    isDotKept(text, dotted) ? dotted + 1 : dotted,
    numberEnd(text, at),
    slashedEnd(text, at),
    fileNameEnd(text, at),
    fractionEnd(text, at),
    phoneEnd(text, at),
  )
  add(scan, spacesKept(text.slice(at, end)), at, end)
  return end
}

const scanLetters = (scan: Scan, at: number, run: number): number => {
  const { text } = scan
  const word = wordEnd(text, at)
  const compound = compoundEnd(text, at)
  const name = apostropheEnd(text, at, run)
  const capitals = joinedCapitalsEnd(text, at)
  const dotted = Math.max(word, compound, name, dottedEnd(text, at), capitals)
  const url = Math.max(urlEnd(text, at), pathEnd(text, word))
  const end = Math.max(
    url,
    isDotKept(text, dotted) && text.charCodeAt(dotted - 1) !== Unit.dollar ? dotted + 1 : dotted,
    slashedEnd(text, at),
    fileNameEnd(text, at),
    letterEnd(text, at),
    emoticonEnd(text, at),
    wwwEnd(text, at),
    numberEnd(text, at),
    notEnd(text, at),
    prefixEnd(text, at, run),
    exclaimedEnd(text, at, run),
  )
  if (isApostrophe(text.charCodeAt(run)) && lettersEnd(text, at) === run) {
    const verb = end <= run + 2 ? beforeNot(text, at, run) : at
    const cut = verb > at ? verb : suffixEnd(text, run) > run && suffixEnd(text, run) >= end ? run : at
    if (cut > at) {
      add(scan, text.slice(at, cut), at, cut)
      return cut
    }
  }
  const short = abbreviationEnd(text, at)
  if (short > at) {
    const hyphened = afterHyphens(text, short)
    if (hyphened > short && hyphened > end) return addWord(scan, at, hyphened)
    if (short > end) return addAbbreviation(scan, at, short)
  }
  if (end === url && url > word) {
    add(scan, text.slice(at, end), at, end)
    return end
  }
  if (end === capitals && text.slice(at, end).includes('&amp;')) {
    add(scan, text.slice(at, end).replaceAll('&amp;', '&'), at, end)
    return end
  }
  return addWord(scan, at, end)
}

/** `pro-` and `anti-` keep their hyphen where no word follows. */
const prefixEnd = (text: string, at: number, run: number): number =>
  text.charCodeAt(run) === Unit.hyphen && /^(?:pro|anti)$/i.test(text.slice(at, Math.min(run, at + 5))) ? run + 1 : at

/** Names that end in an exclamation mark. */
const EXCLAIMED = new Set(['e', 'jeopardy', 'yahoo'])

const LONGEST_EXCLAIMED = 8

const exclaimedEnd = (text: string, at: number, run: number): number =>
  text.charCodeAt(run) === Unit.exclamation &&
  run - at <= LONGEST_EXCLAIMED &&
  EXCLAIMED.has(text.slice(at, run).toLowerCase())
    ? run + 1
    : at

/** A dot stays with what it follows if a comma, colon or semicolon is next: `etc.,`. */
const isDotKept = (text: string, at: number): boolean => {
  if (text.charCodeAt(at) !== Unit.dot) return false
  const next = text.charCodeAt(at + 1)
  return next === Unit.comma || next === Unit.colon || next === Unit.semicolon
}

const addAbbreviation = (scan: Scan, at: number, end: number): number => {
  const { text } = scan
  const isTwice = endsSentenceToo(text, at, end)
  const next = isTwice ? end - 1 : end
  add(scan, text.slice(at, end === at + 2 ? next : end), at, next)
  return next
}

const capitalsEnd = (text: string, at: number): number => {
  let end = at
  while (isCapital(text.charCodeAt(end))) end++
  return end
}

/** `AT&T`, `A+B`, `US$`. */
const joinedCapitalsEnd = (text: string, at: number): number => {
  let end = capitalsEnd(text, at)
  if (end === at) return at
  if (text.charCodeAt(end) === Unit.dollar) return end + 1
  for (;;) {
    const unit = text.charCodeAt(end)
    if (unit !== Unit.ampersand && unit !== Unit.plus) return end
    const start = text.startsWith('&amp;', end) ? end + 5 : end + 1
    const next = capitalsEnd(text, start)
    if (next === start) return end
    end = next
  }
}

/** `C++`, `C#`, `F#`. */
const letterEnd = (text: string, at: number): number => {
  const letter = text.charCodeAt(at) | 0x20
  const next = text.charCodeAt(at + 1)
  if (next === Unit.hash && (letter === 0x63 || letter === 0x66)) return at + 2
  return next === Unit.plus && text.charCodeAt(at + 2) === Unit.plus && letter === 0x63 ? at + 3 : at
}
