import { isAlphanumeric, isLatin, Kind, kindAt } from './kinds.js'
import { Unit } from './unit.js'

/*
 * Where a token that starts with a letter or digit may end. Each function answers `at` itself where its pattern is not there;
 * the longest pattern wins.
 */

/** Letters, digits and marks. */
export const runEnd = (text: string, at: number): number => {
  let end = at
  for (let kind = kindAt(text, end); isAlphanumeric(kind) || kind === Kind.mark;) kind = kindAt(text, ++end)
  return end
}

const startsWord = (kind: number): boolean => kind === Kind.letter || kind === Kind.mark || kind === Kind.soft

/** A letter or mark, and what follows; `.`, `!` and `?` between letters do not end it: `cat.A`, `a!b`. */
export const wordEnd = (text: string, at: number): number => {
  if (!startsWord(kindAt(text, at))) return at
  let end = runEnd(text, at)
  while (endsSentence(text.charCodeAt(end)) && startsWord(kindAt(text, end + 1))) end = runEnd(text, end + 1)
  return end
}

const endsSentence = (unit: number): boolean => unit === Unit.dot || unit === Unit.exclamation || unit === Unit.question

/** Letters and digits, maybe with joiners between: no marks. */
const plainEnd = (text: string, at: number): number => {
  let end = at
  for (let next = at; ;) {
    const kind = kindAt(text, next++)
    if (isAlphanumeric(kind)) end = next
    else if (kind !== Kind.joiner || end === at) return end
  }
}

/** Part of a compound: letters and digits, maybe with an article or prefix before them (`d'Or`, `O'Brien`). */
const partEnd = (text: string, at: number): number => {
  if (isElision(text.charCodeAt(at)) && isApostrophe(text.charCodeAt(at + 1))) {
    const end = plainEnd(text, at + 2)
    if (end > at + 3) return end
  }
  return plainEnd(text, at)
}

/** d, l and o. */
const isElision = (unit: number): boolean => {
  const lower = unit | 0x20
  return lower === 0x64 || lower === 0x6c || lower === 0x6f
}

/** ' ` ‘ ’ and their like, inside a word. */
export const isApostrophe = (unit: number): boolean =>
  unit === Unit.apostrophe ||
  unit === 0x60 ||
  unit === 0x2019 ||
  unit === 0x2018 ||
  unit === 0x201b ||
  unit === 0x91 ||
  unit === 0x92

/** Parts joined by hyphens and underscores: `t-shirt`, `4K-resolution`, `a_b`. */
export const compoundEnd = (text: string, at: number): number => {
  let end = partEnd(text, at)
  if (end === at) return at
  for (;;) {
    const unit = text.charCodeAt(end)
    if (unit !== Unit.hyphen && unit !== Unit.underscore) return end
    const next = partEnd(text, end + 1)
    if (next === end + 1) return end
    end = unit === Unit.hyphen && next === end + 2 && isLatin(text.charCodeAt(end + 1)) ? initialsEnd(text, next) : next
  }
}

/** Goes on over letters with dots, two at least: `U.S.` of `non-U.S.` */
const initialsEnd = (text: string, at: number): number => {
  let end = at
  while (
    text.charCodeAt(end) === Unit.dot &&
    isLatin(text.charCodeAt(end + 1)) &&
    text.charCodeAt(end + 2) === Unit.dot
  )
    end += 2
  return end === at ? at : end + 1
}
