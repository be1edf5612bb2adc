import { isSpace, strip } from '../text/whitespace.js'

/**
 * Options as a dataset gives them: texts in order (with their letters in front or without), an object letter -> text, or one text
 * that lists them.
 *
 * @category model
 * @since 0.1.0
 */
export type McqOptions = ReadonlyArray<string> | Readonly<Record<string, string>> | string

const LETTER_A = 65
const ALPHABET = 26

/** The letter of an option by its index: A, B, ... */
export const letterOf = (index: number): string => String.fromCharCode(LETTER_A + index)

/** The index of a letter in either case; -1 for anything else. */
export const indexOfLetter = (letter: string): number => {
  const index = (letter.charCodeAt(0) | 0x20) - (LETTER_A | 0x20)
  return letter.length === 1 && index >= 0 && index < ALPHABET ? index : -1
}

/**
 * The option texts, in the order of their letters.
 *
 * @param options - As the dataset gives them.
 * @returns undefined where there are none: an empty list, an object whose keys are not the letters from A on, a text that lists
 *   nothing. More than 26 options have no letters and are none.
 * @example
 * ```ts @import.meta.vitest
 * expect(readOptions('Which? (A) red (B) blue')).toEqual(['red', 'blue'])
 * expect(readOptions({ B: 'blue', A: 'red' })).toEqual(['red', 'blue'])
 * ```
 * @category pure
 * @since 0.1.0
 */
export const readOptions = (options: McqOptions): ReadonlyArray<string> | undefined => {
  if (typeof options === 'string') return listedOptions(options)
  if (Array.isArray(options)) return fromArray(options as ReadonlyArray<string>)
  const entries = Object.entries(options).sort(([a], [b]) => indexOfLetter(a) - indexOfLetter(b))
  const inOrder = entries.length > 0 && entries.every(([letter], i) => indexOfLetter(letter) === i)
  return inOrder ? entries.map(([, text]) => strip(text)) : undefined
}

const fromArray = (options: ReadonlyArray<string>): ReadonlyArray<string> | undefined => {
  if (options.length === 0 || options.length > ALPHABET) return undefined
  const labels = options.map((text) => labelAt(text, 0))
  const labelled = labels.every((label, i) => label?.index === i)
  return options.map((text, i) => strip(labelled ? text.slice(labels[i]?.end) : text))
}

interface Label {
  readonly index: number
  readonly start: number
  readonly end: number
}

/** An option's label that begins here, after white space: `A.`, `A)`, `A:`, `(A)`, `[A]`, in either case. */
const labelAt = (text: string, from: number): Label | undefined => {
  let at = from
  while (isSpace(text.charCodeAt(at))) at++
  const start = at
  const opening = text.charAt(at)
  if (opening === '(' || opening === '[') at++
  const index = indexOfLetter(text.charAt(at))
  if (index < 0) return undefined
  const closing = text.charAt(at + 1)
  const closes =
    opening === '(' ? closing === ')' : opening === '[' ? closing === ']' : closing !== '' && '.):'.includes(closing)
  return closes ? { index, start, end: at + 2 } : undefined
}

/**
 * The options a question lists: at the beginnings of lines, or, failing that, within them. Labels count from A on, in order; at
 * least two make a list.
 */
const listedOptions = (text: string): ReadonlyArray<string> | undefined => {
  const labels = inSequence(text, isLineStart) ?? inSequence(text, isWordStart)
  return labels?.map((label, i) => strip(text.slice(label.end, labels[i + 1]?.start)))
}

const inSequence = (
  text: string,
  mayBegin: (text: string, at: number) => boolean,
): ReadonlyArray<Label> | undefined => {
  const labels: Array<Label> = []
  for (let at = 0; at < text.length && labels.length < ALPHABET; at++) {
    if (!mayBegin(text, at)) continue
    const label = labelAt(text, at)
    if (label === undefined || label.index !== labels.length) continue
    labels.push(label)
    at = label.end - 1
  }
  return labels.length >= 2 ? labels : undefined
}

const isLineStart = (text: string, at: number): boolean => !isSpace(text.charCodeAt(at)) && onlySpacesBefore(text, at)

/** Indents are short: looking back a little is enough, and keeps the time linear. */
const DEEPEST_INDENT = 16

const onlySpacesBefore = (text: string, at: number): boolean => {
  for (let before = at - 1; before >= at - DEEPEST_INDENT; before--) {
    const unit = text.charAt(before)
    if (unit === '' || unit === '\n' || unit === '\r') return true
    if (unit !== ' ' && unit !== '\t') return false
  }
  return false
}

const isWordStart = (text: string, at: number): boolean =>
  !isSpace(text.charCodeAt(at)) && (at === 0 || isSpace(text.charCodeAt(at - 1)))
