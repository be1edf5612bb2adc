import * as E from 'fp-ts/lib/Either.js'
import { compareGraphs, type GraphComparison } from '../../../src/cli/explain/compare-graphs.js'
import type { Lexicon } from '../../../src/spice/index.js'
import { readerOf } from '../../../src/spice/reader.js'
import { listed } from '../spice/notation.js'
import { toyLexicon } from '../spice/scene-graph/toy-lexicon.js'

/** Texts that list their tuples (`'man; man, tall; man, ride, horse'`), held against each other. */
export const judged = (
  caption: string,
  prompt: string | ReadonlyArray<string>,
  lexicon: Lexicon = toyLexicon({}),
  options: Readonly<Record<string, unknown>> = {},
): GraphComparison => {
  const compared = compareGraphs({ caption, prompt }, options, readerOf({ parser: listed, lexicon }))
  if (E.isLeft(compared) || compared.right === undefined) throw new Error('nothing to compare')
  return compared.right
}
