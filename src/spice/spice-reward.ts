import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unexpected } from '../core/error.js'
import { makeReward } from '../core/make.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { rejectedOption } from '../text/options.js'
import { mineDistinct } from './mine-distinct.js'
import { judgeOf } from './judge.js'
import { mineShipped, mineWith } from './mine-texts.js'
import { rewardChecks } from './option-checks.js'
import type { SpiceRewardOptions, SpiceSample } from './options.js'
import { scoreSamples, type Watch } from './score-samples.js'
import { shippedLexicon } from './shipped-data.js'

/** F of the original: 2 P R / (P + R) with P at most 1 is below 2, however large R. */
const RELEASED_RANGE = { min: 0, max: 2 }

const MAX_LENGTH = 100_000
const CACHED_TEXTS = 4096

/**
 * SPICE of what a model wrote against its prompt: how many of the objects, attributes and relations agree, as F.
 *
 * Reads `caption`, or `completion` where there is none, and `prompt`: one reference, or several that make one graph. Each distinct text of a
 * batch is parsed once, and remembered for the next batches.
 *
 * @param options - See the fields; `variant: 'released'` lets F be above 1 where the original's is.
 * @returns A reward in [0, 1] (`'released'`: [0, 2]) with precision and recall as parts, and the tuples in its detail. A sample without
 *   `prompt` is skipped; completion null scores 0; without any text to judge it is `Failed MissingField`, with one that is too long or no
 *   string `Failed InvalidInput`. Where the data of the package cannot be read every batch is `Left BadFile`.
 * @remarks Paper: Anderson et al. 2016; CoRL (arXiv 2505.17534), the caption's share of R_cycle. Leaves the event loop free every 10 ms.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const samples = ['A man rides a brown horse.', 'A dog.', null].map((completion) => ({ completion, prompt: 'A man on a horse.' }))
 * const outcomes = await score(spiceReward(), samples)
 * expect(outcomes).toMatchObject([{ value: expect.closeTo(4 / 7, 12), parts: { precision: { value: 0.5 } } }, { value: 0 }, { value: 0 }])
 * ```
 * @category rewards
 * @since 0.3.0
 */
export const spiceReward = (options: SpiceRewardOptions = {}): Reward<SpiceSample> => watchedSpiceReward(options)

/** The same, for who wants to see the graphs that were compared, too. */
export const watchedSpiceReward = (options: SpiceRewardOptions, watch?: Watch): Reward<SpiceSample> => {
  const refused = rejectedOption('spice', rewardChecks(options))
  if (refused !== undefined) return refused
  const { variant = 'clamped', match = 'exact', lexicon, parser, categories = false } = options
  const { maxLength = MAX_LENGTH, cachedTexts = CACHED_TEXTS } = options
  const mine = mineDistinct(parser === undefined ? mineShipped : mineWith(parser), cachedTexts)
  const scoring = { mine, judge: judgeOf(match, variant), categories, maxLength, watch }
  return makeReward<SpiceSample>(
    {
      name: 'spice',
      range: variant === 'released' ? RELEASED_RANGE : unitRange,
      fields: ['caption', 'completion', 'prompt'],
    },
    (batch, context = {}) =>
      pipe(
        TE.fromEither(lexicon === undefined ? shippedLexicon() : E.right(lexicon)),
        TE.chain((synonyms) =>
          TE.tryCatch(scoreSamples(batch, { ...scoring, lexicon: synonyms }, context), (cause) =>
            unexpected('spice', cause),
          ),
        ),
        TE.chainEitherK((answer) => answer),
      ),
  )
}
