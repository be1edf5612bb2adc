import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../core/error.js'
import { checkedOptions, spiceChecks } from './option-checks.js'
import type { SpiceOptions } from './options.js'
import { attempt, orThrow } from './or-throw.js'
import { checkedText, checkedTexts, readerOf } from './reader.js'
import { shippedMatcher } from './shipped-data.js'
import { checkedSoftScoreBy, type SoftScores } from './soft/soft-score.js'
import { type SpiceScore, spiceScore } from './spice-score.js'

/**
 * SPICE of a candidate text: how many tuples of its scene graph are in that of the references, synonyms included, as F.
 *
 * P = matching candidate tuples / candidate tuples, R = matching candidate tuples / reference tuples, F = 2 P R / (P + R).
 *
 * @param candidate - The text to judge.
 * @param references - What it is held against: one text, or several, which together make one graph.
 * @param options - `variant: 'released'` gives the numbers of the released program wherever they lie; a parser or a lexicon of your own.
 * @returns F, precision and recall of all tuples; all counts by category; the tuples and what became of them. By default each number lies
 *   in [0, 1] (F of the original can be above 1 where several candidate tuples match one reference tuple, and is 1 then) and a category
 *   without reference tuples is 0. F is 0 where either graph is empty. Throws `RewardException`: `InvalidInput` for what is no string,
 *   `InvalidOption`, `BadFile` where the data of the package cannot be read; `Unexpected`, or what is wrong with an answer, for code of the
 *   caller's that throws or answers otherwise than it should.
 * @remarks Paper: Anderson et al. 2016, Eq. 3 to 5. Not symmetric. The parser learned from the released program's, and gives its
 *   tuples for most texts: docs/spice.md has the figures.
 * @example
 * ```ts @import.meta.vitest
 * const { f, tuples } = spice('A man on a horse.', 'A man is riding a horse.')
 * expect(f).toBeCloseTo(2 / 3, 12)
 * expect(tuples.missed).toEqual([['man', 'ride', 'horse']])
 * ```
 * @category pure
 * @since 0.3.0
 */
export const spice = (
  candidate: string,
  references: string | ReadonlyArray<string>,
  options: SpiceOptions = {},
): SpiceScore =>
  orThrow(
    pipe(
      E.Do,
      E.chainFirst(() => checkedOptions(spiceChecks(options))),
      E.bind('text', () => checkedText('candidate', candidate)),
      E.bind('texts', () => checkedTexts('references', references)),
      E.bind('read', () => readerOf(options)),
      E.bind('soft', () => softOf(options.match)),
      E.chain(({ text, texts, read, soft }) =>
        attempt(() => {
          const [graph, reference] = [read([text]), read(texts)]
          const matched = soft === undefined ? E.right(undefined) : soft(graph, reference)
          return E.map((scores: SoftScores | undefined) =>
            spiceScore(graph, reference, options.variant ?? 'clamped', scores),
          )(matched)
        }),
      ),
    ),
  )

type Soft = ReturnType<typeof checkedSoftScoreBy>

const softOf = (match: SpiceOptions['match']): E.Either<RewardError, Soft | undefined> => {
  if (match === 'soft') return E.map(checkedSoftScoreBy)(shippedMatcher())
  return E.right(typeof match === 'function' ? checkedSoftScoreBy(match) : undefined)
}
