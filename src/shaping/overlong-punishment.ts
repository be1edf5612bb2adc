import { fromPointwise } from '../core/from-pointwise.js'
import { scored } from '../core/outcome.js'
import type { Reward } from '../core/reward.js'
import { type CompletionIdsSample, withCompletionIds } from './completion-ids.js'
import { positiveInteger, rejectedOption } from '../text/options.js'
import { overlong, type OverlongOptions } from './overlong.js'

/**
 * Punishes completions that come near the length limit or pass it: {@link overlong} of the number of tokens. To be added to a
 * reward of correctness, so that truncated samples do not come out as plain errors.
 *
 * @param options - L_max and L_cache in tokens; one out of its domain: every batch is `Left InvalidOption`.
 * @returns Value in [-1, 0]; the detail holds the length. No `completionIds`: `Failed MissingField`; ids that are no integers:
 *   `Failed InvalidInput`.
 * @remarks Paper: DAPO (arXiv 2503.14476), Eq. 13. Differs from it: nothing.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const reward = overlongPunishment({ maxCompletionLength: 4, cacheLength: 2 })
 * expect(await score(reward, [{ completionIds: [5, 6] }, { completionIds: [5, 6, 7] }])).toEqual([
 *   { _tag: 'Scored', value: 0, detail: { length: 2 } },
 *   { _tag: 'Scored', value: -0.5, detail: { length: 3 } },
 * ])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const overlongPunishment = (options: OverlongOptions): Reward<CompletionIdsSample> => {
  const { maxCompletionLength, cacheLength } = options
  const refused = rejectedOption(NAME, [
    positiveInteger('maxCompletionLength', maxCompletionLength),
    {
      option: 'cacheLength',
      value: cacheLength,
      expected: 'an integer, at least 0',
      holds: Number.isSafeInteger(cacheLength) && cacheLength >= 0,
    },
  ])
  if (refused !== undefined) return refused
  return fromPointwise({ name: NAME, range: { min: -1, max: 0 }, fields: ['completionIds'] }, (sample) =>
    withCompletionIds(NAME, sample, ({ length }) => scored(overlong(length, options), { length })),
  )
}

const NAME = 'overlong'
