import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { recent } from '../../../spice/lexicon/recent.js'
import { ownCopy } from '../../../spice/own-copy.js'
import type { Embed } from './encode.js'
import type { Embedding } from './pool.js'

/** Embeddings that are remembered: of 384 values each, 6 MB. */
const REMEMBERED = 4096

/** Longer texts are encoded anew: they are rare, and memory stays bounded. */
const LONGEST_REMEMBERED = 256

/** Encodes each distinct text once, and not at all where it was met lately. */
export const remembered = (encode: Embed): Embed => {
  const known = recent<Embedding>(REMEMBERED / 2)
  return (texts, signal) => {
    const found = new Map(texts.map((text) => [text, known.get(text)]))
    const fresh = [...found.keys()].filter((text) => found.get(text) === undefined)
    return pipe(
      fresh.length === 0 ? TE.right([]) : encode(fresh, signal),
      TE.map((embeddings) => {
        for (const [i, text] of fresh.entries()) {
          const embedding = embeddings[i] as Embedding
          found.set(text, embedding)
          if (text.length <= LONGEST_REMEMBERED) known.set(ownCopy(text), embedding)
        }
        return texts.map((text) => found.get(text) as Embedding)
      }),
    )
  }
}
