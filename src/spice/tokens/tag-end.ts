import { isAsciiDigit, isLatin } from './kinds.js'
import { Unit } from './unit.js'

/** ASCII letters, digits and _ : . - */
const isNameUnit = (unit: number): boolean =>
  isLatin(unit) ||
  isAsciiDigit(unit) ||
  unit === Unit.underscore ||
  unit === Unit.colon ||
  unit === Unit.dot ||
  unit === Unit.hyphen

const nameEnd = (text: string, at: number): number => {
  let end = at
  while (isNameUnit(text.charCodeAt(end))) end++
  return end
}

/** A declaration or comment is looked at no further than this. */
const LONGEST_DECLARATION = 512

/** Where a tag of SGML ends that begins at `at`, or `at`: `<br />`, `</b>`, `<a href="b">`. */
export const tagEnd = (text: string, at: number): number => {
  let end = at + 1
  const mark = text.charCodeAt(end)
  if (mark === Unit.slash) {
    const name = spacesEnd(text, nameEnd(text, end + 1))
    return isLatin(text.charCodeAt(end + 1)) && text.charCodeAt(name) === Unit.greater ? name + 1 : at
  }
  if (mark === Unit.exclamation || mark === Unit.question) return declarationEnd(text, at)
  if (!isLatin(mark)) return at
  end = attributesEnd(text, nameEnd(text, end))
  if (text.charCodeAt(end) === Unit.slash) end = spacesEnd(text, end + 1)
  return text.charCodeAt(end) === Unit.greater ? end + 1 : at
}

const attributesEnd = (text: string, at: number): number => {
  let end = at
  while (text.charCodeAt(end) === 0x20) end = attributeEnd(text, spacesEnd(text, end))
  return end
}

const spacesEnd = (text: string, at: number): number => {
  let end = at
  while (text.charCodeAt(end) === 0x20) end++
  return end
}

/** `<!-- … -->`, `<?xml … ?>`: to the next > of the line. */
const declarationEnd = (text: string, at: number): number => {
  const first = text.charCodeAt(at + 2)
  if (!isLatin(first) && first !== Unit.hyphen) return at
  for (let end = at + 3; end < Math.min(text.length, at + LONGEST_DECLARATION); end++) {
    const unit = text.charCodeAt(end)
    if (unit === Unit.greater) return end + 1
    if (unit === 0x0a || unit === 0x0d) return at
  }
  return at
}

/** A name, maybe = and a value, in quotes or not. */
const attributeEnd = (text: string, at: number): number => {
  const name = nameEnd(text, at)
  const sign = spacesEnd(text, name)
  if (!isLatin(text.charCodeAt(at))) return at
  if (text.charCodeAt(sign) !== Unit.equals) return name
  const value = spacesEnd(text, sign + 1)
  const quote = text.charCodeAt(value)
  if (quote !== Unit.quote && quote !== Unit.apostrophe) return isLatin(quote) ? nameEnd(text, value) : value
  const closing = text.indexOf(String.fromCharCode(quote), value + 1)
  return closing < 0 ? name : closing + 1
}
