import { toUnits } from './units.js'

/**
 * White space as Python's `str.isspace`, `str.strip`, `str.split` and `\s` in `re` know it, which the published rewards are
 * written with. JavaScript's own set has U+FEFF in, and U+001C..U+001F and U+0085 out.
 */

/** The white space among the first 256 units, by unit: most text needs no more than one look here. */
const LATIN = new Uint8Array(256)
for (const unit of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0]) LATIN[unit] = 1

/** Whether a UTF-16 unit is white space to Python. All of them lie in the basic plane. */
export const isSpace = (unit: number): boolean => {
  if (unit < 256) return LATIN[unit] === 1
  if (unit < 0x1680 || unit > 0x3000) return false
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  )
}

/** From this much to strip at one end on, the text is read through its units. */
const LONG_EDGE = 64

/** Python's `text.strip()`. */
export const strip = (text: string): string => {
  const { length } = text
  let start = 0
  let end = length
  while (start < end && isSpace(text.charCodeAt(start))) if (++start === LONG_EDGE) return stripLong(text)
  while (end > start && isSpace(text.charCodeAt(end - 1))) if (length - --end === LONG_EDGE) return stripLong(text)
  return start === 0 && end === length ? text : text.slice(start, end)
}

const stripLong = (text: string): string => {
  const units = toUnits(text)
  let start = 0
  let end = units.length
  while (start < end && isSpace(units[start] as number)) start++
  while (end > start && isSpace(units[end - 1] as number)) end--
  return text.slice(start, end)
}

/** Python's `text.rstrip(characters)`; the characters lie in the basic plane. */
export const stripEnd = (text: string, characters: string): string => {
  const { length } = text
  let end = length
  while (end > 0 && hasUnit(characters, text.charCodeAt(end - 1)))
    if (length - --end === LONG_EDGE) return stripEndLong(text, characters)
  return end === length ? text : text.slice(0, end)
}

const stripEndLong = (text: string, characters: string): string => {
  const units = toUnits(text)
  let end = units.length
  while (end > 0 && hasUnit(characters, units[end - 1] as number)) end--
  return text.slice(0, end)
}

const hasUnit = (characters: string, unit: number): boolean => {
  for (let i = 0; i < characters.length; i++) if (characters.charCodeAt(i) === unit) return true
  return false
}

/** Python's `text.split()`: the runs between white space. */
export const splitWords = (text: string): ReadonlyArray<string> => {
  const words: Array<string> = []
  let start = -1
  for (let i = 0; i < text.length; i++) {
    if (isSpace(text.charCodeAt(i))) {
      if (start >= 0) words.push(text.slice(start, i))
      start = -1
    } else if (start < 0) start = i
  }
  if (start >= 0) words.push(text.slice(start))
  return words
}
