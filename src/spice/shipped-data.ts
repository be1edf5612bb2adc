import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { messageOf, type RewardError } from '../core/error.js'
import { readLexicon } from './lexicon/read-lexicon.js'
import { openParser } from './parser/open-parser.js'
import { wordNetMatcher } from './soft/wordnet-matcher.js'

/**
 * The data that SPICE ships with: read at the first call that needs them, never on import. The one file of this folder that touches
 * files: whatever asks for a parser or a lexicon takes them as arguments.
 */

/** Makes it once; what went wrong is forgotten, so that it is tried again. */
const once = <A>(make: () => E.Either<RewardError, A>): (() => E.Either<RewardError, A>) => {
  let kept: E.Either<RewardError, A> | undefined
  return () => {
    if (kept !== undefined) return kept
    const made = make()
    if (E.isRight(made)) kept = made
    return made
  }
}

/** The package's `imports` say where its data lie: the same for the sources, for what is built of them, and where it is installed. */
const bytesOf = (file: string): E.Either<RewardError, Uint8Array> =>
  E.tryCatch(
    () => readFileSync(createRequire(import.meta.url).resolve(`#spice-data/${file}`)),
    (cause) => ({
      _tag: 'BadFile',
      file,
      expected: 'the data of SPICE, which ship with corl-rewards',
      received: messageOf(cause),
      cause,
    }),
  )

const opened =
  <A>(file: string, open: (bytes: Uint8Array, file: string) => E.Either<RewardError, A>) =>
  (): E.Either<RewardError, A> =>
    pipe(
      bytesOf(file),
      E.chain((bytes) => open(bytes, file)),
    )

/** WordNet 3.0, of which SPICE takes synonyms. */
export const shippedLexicon = once(opened('wordnet.bin', readLexicon))

/** The parser that has learned from the original's. */
export const shippedParser = once(opened('parser.bin', openParser))

/** How similar tuples are, by that WordNet. */
export const shippedMatcher = once(() => E.map(wordNetMatcher)(shippedLexicon()))
