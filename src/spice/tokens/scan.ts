import type { Token } from '../sentence.js'

/** What the scanner has found so far. */
export interface Scan {
  readonly text: string
  readonly sentences: Array<Array<Token>>
  /** Whether the next token begins a sentence, unless it closes the last one. */
  isOver: boolean
  /** Whether the text has an @; if it has, where the run of units ends that an address may have, and where the run's last @ stands. */
  readonly hasAt: boolean
  runEnd: number
  lastAt: number
}

/** Quotes and brackets that belong to the sentence before them. */
const CLOSING = new Set(["''", "'", '-RRB-', '-RSB-', '-RCB-'])

/** Adds a token to its sentence. */
export const add = (scan: Scan, word: string, begin: number, end: number): void => {
  const token = { word, begin, length: end - begin }
  const last = scan.sentences[scan.sentences.length - 1]
  if (last === undefined || (scan.isOver && !CLOSING.has(word))) {
    scan.sentences.push([token])
    scan.isOver = false
  } else last.push(token)
  const first = word.charCodeAt(0)
  if (first === 0x21 || first === 0x3f || (first === 0x2e && word.length === 1)) scan.isOver = true
}
