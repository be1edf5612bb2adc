import { isAsciiDigit, isLatin } from './kinds.js'
import { Unit } from './unit.js'

/** A chain of parts that may come to nothing is looked at no further than this. */
const LONGEST_CHAIN = 256

/** ASCII letters and digits. */
export const asciiEnd = (text: string, at: number): number => {
  let end = at
  for (let unit = text.charCodeAt(end); isLatin(unit) || isAsciiDigit(unit); unit = text.charCodeAt(end)) end++
  return end
}

/** ASCII letters. */
export const lettersEnd = (text: string, at: number): number => {
  let end = at
  while (isLatin(text.charCodeAt(end))) end++
  return end
}

/** Hyphens in a part with slashes around it. */
const MOST_HYPHENS = 2

/** Letters and digits, maybe with letters after hyphens. */
const hyphenatedEnd = (text: string, at: number): number => {
  let end = asciiEnd(text, at)
  if (end === at) return at
  for (let i = 0; i < MOST_HYPHENS && text.charCodeAt(end) === Unit.hyphen; i++) {
    const next = lettersEnd(text, end + 1)
    if (next === end + 1) break
    end = next
  }
  return end
}

/** Two or three parts with slashes between: `a/b`, `tub/shower-combo`, `12/25/99`. */
export const slashedEnd = (text: string, at: number): number => {
  const first = hyphenatedEnd(text, at)
  if (first === at) return at
  const second = afterSlash(text, first)
  return second === first ? at : afterSlash(text, second)
}

/** What stands after a slash, or after an escaped one, if something does. */
const afterSlash = (text: string, at: number): number => {
  const slash = text.charCodeAt(at) === 0x5c ? at + 1 : at
  if (text.charCodeAt(slash) !== Unit.slash) return at
  const end = hyphenatedEnd(text, slash + 1)
  return end === slash + 1 ? at : end
}

/** Parts with dots or commas between, then at least one after a hyphen: `1,000-foot`, `1.5-a`. */
export const dottedEnd = (text: string, at: number): number => {
  let end = asciiEnd(text, at)
  if (end === at) return at
  let joints = 0
  for (; end - at < LONGEST_CHAIN; joints++) {
    const unit = text.charCodeAt(end)
    if (unit !== Unit.dot && unit !== Unit.comma) break
    end = asciiEnd(text, end + 1)
  }
  if (joints === 0) return at
  const hyphenated = afterHyphens(text, end)
  return hyphenated === end ? at : hyphenated
}

/** Parts after hyphens, if there are any. */
export const afterHyphens = (text: string, at: number): number => {
  let end = at
  while (text.charCodeAt(end) === Unit.hyphen) {
    const next = asciiEnd(text, end + 1)
    if (next === end + 1) break
    end = next
  }
  return end
}

/** Extensions that make a file name of what stands before them. */
const EXTENSIONS = new Set(
  (
    'avi bat bmp bz2 c cgi class cpp dll doc docx exe flv gif gz h htm html jar java jpeg jpg mov mp3 mp4 mpg pdf php pl png ppt ' +
    'ps py sql tar txt wav wma wmv x xml zip'
  ).split(' '),
)

/** `IMG-001.jpg`, where white space, a comma or the end of a sentence follows. */
export const fileNameEnd = (text: string, at: number): number => {
  let found = at
  let end = asciiEnd(text, at)
  while (end - at < LONGEST_CHAIN) {
    const unit = text.charCodeAt(end)
    if (unit !== Unit.dot && unit !== Unit.hyphen && unit !== Unit.underscore) break
    const next = asciiEnd(text, end + 1)
    if (next === end + 1) break
    if (
      unit === Unit.dot &&
      mayFollow(text.charCodeAt(next)) &&
      EXTENSIONS.has(text.slice(end + 1, next).toLowerCase())
    )
      found = next
    end = next
  }
  return found
}

const mayFollow = (unit: number): boolean =>
  unit === 0x20 ||
  unit === 0x0a ||
  unit === 0x0d ||
  unit === 0x09 ||
  unit === Unit.noBreakSpace ||
  unit === Unit.dot ||
  unit === Unit.comma ||
  unit === Unit.exclamation ||
  unit === Unit.question
