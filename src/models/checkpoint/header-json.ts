import { refuse } from './refusal.js'

/** Names, then their fields, then the numbers of a field. */
const MAX_DEPTH = 3

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = new Set([0x5b, 0x7b])
const CLOSE = new Set([0x5d, 0x7d])
const COLON = 0x3a
/** Digits, comma and the blanks of JSON. There are no fractions, signs, `true` or `null` in a header. */
const PLAIN = new Set(Buffer.from('0123456789, \t\n\r'))

const endOfString = (text: string, from: number): number => {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) return i
    if (code === BACKSLASH) i++
  }
  return refuse('a header in JSON', 'a text without an end')
}

/** The text between two quotes, escapes resolved, so that one name in two spellings is one name. */
const unquoted = (literal: string): unknown => (literal.includes('\\') ? parse(literal) : literal.slice(1, -1))

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('a header in JSON', 'something else')
  }
}

/**
 * The JSON of a safetensors header. `JSON.parse` keeps the last of two equal keys, which the format forbids, and reads any depth:
 * so the text is looked through once before it, without recursion.
 */
export const parseHeaderJson = (text: string): unknown => {
  const keys: Array<Set<unknown>> = []
  let last = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      const end = endOfString(text, i)
      last = text.slice(i, end + 1)
      i = end
    } else if (OPEN.has(code)) {
      if (keys.length === MAX_DEPTH) refuse(`a header of at most ${MAX_DEPTH} levels`, 'more')
      keys.push(new Set())
    } else if (CLOSE.has(code)) {
      keys.pop()
    } else if (code === COLON) {
      const key = unquoted(last)
      const known = keys[keys.length - 1]
      if (known?.has(key) === true) refuse('each name once in the header', `${last.slice(0, 80)} twice`)
      known?.add(key)
    } else if (!PLAIN.has(code)) {
      refuse('a header of names and whole numbers', `${JSON.stringify(text.slice(i, i + 12))} at byte ${i} of it`)
    }
  }
  return parse(text)
}
