import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError } from '../core/error.js'
import { optionChecks } from './option-checks.js'
import type { SpiceOptions } from './options.js'
import { orThrow } from './or-throw.js'
import { checkedText, checkedTexts, readerOf } from './reader.js'
import { shippedMatcher } from './shipped-data.js'
import { softScoreBy } from './soft/soft-score.js'
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
 *   `InvalidOption`, `BadFile` where the data of the package cannot be read.
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
      E.bind('checked', () => checkedOptions(options)),
      E.bind('text', () => checkedText('candidate', candidate)),
      E.bind('texts', () => checkedTexts('references', references)),
      E.bind('read', () => readerOf(options)),
      E.bind('soft', () => softOf(options.match)),
      E.map(({ text, texts, read, soft }) => {
        const [graph, reference] = [read([text]), read(texts)]
        return spiceScore(graph, reference, options.variant ?? 'clamped', soft?.(graph, reference))
      }),
    ),
  )

const checkedOptions = (options: SpiceOptions): E.Either<RewardError, SpiceOptions> => {
  const odd = optionChecks(options).find(({ holds }) => !holds)
  if (odd === undefined) return E.right(options)
  const { option, expected, value } = odd
  return E.left({ _tag: 'InvalidOption', reward: 'spice', option, expected, received: describe(value) })
}

type Soft = ReturnType<typeof softScoreBy>

const softOf = (match: SpiceOptions['match']): E.Either<RewardError, Soft | undefined> => {
  if (match === 'soft') return E.map(softScoreBy)(shippedMatcher())
  return E.right(typeof match === 'function' ? softScoreBy(match) : undefined)
}
