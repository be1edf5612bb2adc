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

/** Where a tag of SGML ends that begins at `at`, or `at`: `<br />`, `</b>`, `<a href="b">`. */
export const tagEnd = (text: string, at: number): number => {
  let end = at + 1
  const mark = text.charCodeAt(end)
  if (mark === Unit.slash) {
    const name = nameEnd(text, end + 1)
    return isLatin(text.charCodeAt(end + 1)) && text.charCodeAt(name) === Unit.greater ? name + 1 : at
  }
  if (mark === Unit.exclamation || mark === Unit.question) end++
  else if (!isLatin(mark)) return at
  const name = nameEnd(text, end)
  if (name === end) return at
  end = attributesEnd(text, name)
  const closing = text.charCodeAt(end)
  if (closing === Unit.slash || closing === Unit.question || closing === Unit.exclamation) end++
  return text.charCodeAt(end) === Unit.greater ? end + 1 : at
}

const attributesEnd = (text: string, at: number): number => {
  let end = at
  while (text.charCodeAt(end) === 0x20) {
    while (text.charCodeAt(end) === 0x20) end++
    end = attributeEnd(text, end)
  }
  return end
}

/** A name, maybe = and a value, in quotes or not. */
const attributeEnd = (text: string, at: number): number => {
  const name = nameEnd(text, at)
  if (name === at || text.charCodeAt(name) !== Unit.equals) return name
  const quote = text.charCodeAt(name + 1)
  if (quote !== Unit.quote && quote !== Unit.apostrophe) return nameEnd(text, name + 1)
  const closing = text.indexOf(String.fromCharCode(quote), name + 2)
  return closing < 0 ? name : closing + 1
}
