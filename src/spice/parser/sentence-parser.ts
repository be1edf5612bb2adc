import type { Constituent } from '../sentence.js'

/** From the words of one sentence to its constituency tree, pre-terminals tagged. Never fails: what has no parse becomes a flat tree. */
export interface SentenceParser {
  readonly parse: (words: ReadonlyArray<string>) => Constituent
}
