import * as E from 'fp-ts/lib/Either.js'
import { compareGraphs, type GraphComparison } from '../../../src/cli/explain/compare-graphs.js'
import type { Lexicon } from '../../../src/spice/index.js'
import { readerOf } from '../../../src/spice/reader.js'
import { shippedMatcher } from '../../../src/spice/shipped-data.js'
import { softScoreBy } from '../../../src/spice/soft/soft-score.js'
import { spiceScore } from '../../../src/spice/spice-score.js'
import { listed } from '../spice/notation.js'
import { toyLexicon } from '../spice/scene-graph/toy-lexicon.js'

const got = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error('the data of SPICE cannot be read')
  return result.right
}

/** Texts that list their tuples (`'man; man, tall; man, ride, horse'`), held against each other. */
export const judged = (
  caption: string,
  prompt: string | ReadonlyArray<string>,
  lexicon: Lexicon = toyLexicon({}),
  options: { readonly match?: 'soft' } = {},
): GraphComparison => {
  const references = typeof prompt === 'string' ? [prompt] : prompt
  const read = got(readerOf({ parser: listed, lexicon }))
  const pair = [read([caption]), read(references)] as const
  const soft = options.match === 'soft' ? softScoreBy(got(shippedMatcher()))(...pair) : undefined
  const score = spiceScore(...pair, 'clamped', soft)
  return compareGraphs({ sample: { caption, prompt }, texts: { candidate: caption, references }, pair, score }, options)
}
