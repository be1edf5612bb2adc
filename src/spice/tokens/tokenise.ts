import type { Token } from '../sentence.js'
import { Kind, kindAt } from './kinds.js'
import type { Scan } from './scan.js'
import { scanSymbol } from './scan-symbol.js'
import { scanWord } from './scan-word.js'

/**
 * The sentences of a text, each a list of tokens as the Penn Treebank has them (RULES 2): contractions split, brackets named,
 * quotes told apart, unknown symbols dropped.
 *
 * One pass; of all patterns that begin at a unit the longest is the token. Patterns that may come to nothing are looked at for
 * no more than 512 units, so that time is linear in the length of the text.
 *
 * @category tokens
 * @since 0.3.0
 */
export const tokenise = (text: string): ReadonlyArray<ReadonlyArray<Token>> => {
  const scan: Scan = { text, sentences: [], isOver: false, hasAt: text.includes('@'), runEnd: 0, lastAt: -1 }
  for (let at = 0; at < text.length;) at = scanStretch(scan, at, Math.min(at + STRETCH, text.length))
  return scan.sentences
}

/**
 * Units read by one call. A loop that is compiled while it runs can, in V8 11, copy the whole list of tokens whenever one is added; a
 * new call runs code that does not.
 */
const STRETCH = 4096

/** Reads tokens from one unit up to another; answers where the next one may begin. */
const scanStretch = (scan: Scan, from: number, to: number): number => {
  const { text } = scan
  let at = from
  while (at < to) {
    switch (kindAt(text, at)) {
      case Kind.dropped:
      case Kind.space:
      case Kind.joiner:
        at++
        break
      case Kind.letter:
      case Kind.mark:
      case Kind.digit:
      case Kind.soft:
        at = scanWord(scan, at)
        break
      default:
        at = scanSymbol(scan, at)
    }
  }
  return at
}
