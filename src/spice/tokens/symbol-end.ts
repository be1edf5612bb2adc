import { isAsciiDigit, isLatin, Kind, kindAt } from './kinds.js'
import { Unit } from './unit.js'

const unitsOf = (units: string): ReadonlySet<number> => new Set(Array.from(units, (unit) => unit.charCodeAt(0)))

const HATS = unitsOf('<>')
const EYES = unitsOf(':;=')
const NOSES = unitsOf("'*-")
const MOUTHS = unitsOf('()DdPpO@[\\]{|')
const SIDES = unitsOf("-<=>^~x'")

/** `:)`, `;-D`, `>:(`, `^_^`; not before a letter or digit. */
export const emoticonEnd = (text: string, at: number): number => {
  if (
    SIDES.has(text.charCodeAt(at)) &&
    text.charCodeAt(at + 1) === Unit.underscore &&
    SIDES.has(text.charCodeAt(at + 2))
  )
    return at + 3
  let end = HATS.has(text.charCodeAt(at)) ? at + 1 : at
  if (!EYES.has(text.charCodeAt(end))) return at
  end++
  if (NOSES.has(text.charCodeAt(end))) end++
  if (!MOUTHS.has(text.charCodeAt(end))) return at
  end++
  const next = text.charCodeAt(end)
  return end === text.length || isLatin(next) || isAsciiDigit(next) ? at : end
}

/** `(^_^)`, `(--)`, `('-')`. */
export const faceEnd = (text: string, at: number): number => {
  const left = text.charCodeAt(at + 1)
  if (!SIDES.has(left)) return at
  const nose = text.charCodeAt(at + 2)
  if (nose === Unit.hyphen && left !== Unit.hyphen) {
    const right = text.charCodeAt(at + 3)
    if (right !== Unit.hyphen && (SIDES.has(right) || right === Unit.backtick) && isClosed(text, at + 4)) return at + 5
  }
  const side = nose === Unit.underscore || nose === Unit.dot ? at + 3 : at + 2
  return SIDES.has(text.charCodeAt(side)) && isClosed(text, side + 1) ? side + 2 : at
}

const isClosed = (text: string, at: number): boolean => text.charCodeAt(at) === 0x29

const ENTITIES = new Map([
  ['amp', '&'],
  ['apos', "'"],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
  ['nbsp', ' '],
  ['mdash', '--'],
  ['ndash', '--'],
])
const ACCENTED = new Set(
  'acute grave uml'.split(' ').flatMap((accent) => Array.from('aeiou', (vowel) => vowel + accent)),
)

const LONGEST_ENTITY = 8

/** Where `&amp;` and the like end, or `at`. */
export const entityEnd = (text: string, at: number): number => {
  if (text.charCodeAt(at + 1) === Unit.hash) {
    let end = at + 2
    while (isAsciiDigit(text.charCodeAt(end))) end++
    return end > at + 2 && text.charCodeAt(end) === Unit.semicolon ? end + 1 : at
  }
  let end = at + 1
  while (end < at + LONGEST_ENTITY && isLatin(text.charCodeAt(end))) end++
  if (text.charCodeAt(end) !== Unit.semicolon) return at
  const name = text.slice(at + 1, end).toLowerCase()
  return ENTITIES.has(name) || ACCENTED.has(name) ? end + 1 : at
}

/** What an entity stands for; itself, if it is not resolved. */
export const entityMeaning = (entity: string): string => ENTITIES.get(entity.slice(1, -1).toLowerCase()) ?? entity

/** The same unit again and again. */
export const repeatEnd = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  let end = at
  while (text.charCodeAt(end) === unit) end++
  return end
}

/** `...`, and `. . .` with spaces; or `at`. Of more than three dots before a word the last one is a full stop. */
export const ellipsisEnd = (text: string, at: number): number => {
  const end = repeatEnd(text, at)
  if (end >= at + 3) return end > at + 3 && isBeforeWord(text, end) ? end - 1 : end
  return end === at + 1 && isSpacedDot(text, at + 1) && isSpacedDot(text, at + 3) ? at + 5 : at
}

/** White space, and a letter. */
const isBeforeWord = (text: string, at: number): boolean => {
  let end = at
  while (kindAt(text, end) === Kind.space) end++
  return end > at && kindAt(text, end) === Kind.letter
}

const isSpacedDot = (text: string, at: number): boolean => {
  const gap = text.charCodeAt(at)
  return (gap === 0x20 || gap === Unit.noBreakSpace) && text.charCodeAt(at + 1) === Unit.dot
}

/** `!`, `??`, `?!`. */
export const exclamationEnd = (text: string, at: number): number => {
  let end = at
  for (let unit = text.charCodeAt(end); unit === Unit.exclamation || unit === Unit.question;)
    unit = text.charCodeAt(++end)
  return end
}

/** `#tag`; not before a digit. */
export const hashtagEnd = (text: string, at: number): number => {
  const first = kindAt(text, at + 1)
  if (first !== Kind.letter && first !== Kind.mark) return at
  let end = at + 2
  for (let kind = kindAt(text, end); kind === Kind.letter || kind === Kind.mark;) kind = kindAt(text, ++end)
  return end
}

/** `@name`, of ASCII letters, digits and underscores; not before a digit. */
export const mentionEnd = (text: string, at: number): number => {
  let end = at + 1
  for (;;) {
    const unit = text.charCodeAt(end)
    if (!isLatin(unit) && unit !== Unit.underscore && !(end > at + 1 && isAsciiDigit(unit))) break
    end++
  }
  return end === at + 1 ? at : end
}
