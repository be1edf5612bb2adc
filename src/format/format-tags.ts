import { fromPointwise } from '../core/from-pointwise.js'
import { failed, type Outcome, scored } from '../core/outcome.js'
import type { Reward } from '../core/reward.js'
import { type CompletionSample, type Variant, withCompletion } from '../text/completion.js'
import { countTags, type Tag } from './count-tags.js'
import { isVariant, unknownVariant } from '../text/variant.js'

/** Options of {@link formatTags}. */
export interface FormatTagsOptions {
  readonly variant?: Variant
}

/** What one tag is worth: a quarter of the published maximum, 0.5. Exact in binary, and so are its multiples. */
const PER_TAG = 0.125

/**
 * Partial credit for the layout: 0.125 for each of `<think>`, `</think>`, `<answer>`, `</answer>` that occurs exactly once,
 * wherever it stands. The detail names the tags that are missing and those that are repeated.
 *
 * @param options - `variant` decides on a null completion alone: `'paper'` (default) 0, `'released'` `Failed OriginalRaises`
 *   (AttributeError). A `variant` of another name: every batch is `Left InvalidOption`.
 * @returns Value in {0, 0.125, 0.25, 0.375, 0.5}.
 * @remarks Source: the code published with CoRL (arXiv 2505.17534). Differs from it: nothing.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * expect(await score(formatTags(), [{ completion: '<think>a</think>b</answer>' }])).toEqual([
 *   { _tag: 'Scored', value: 0.375, detail: { missing: ['<answer>'], repeated: [] } },
 * ])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const formatTags = (options: FormatTagsOptions = {}): Reward<CompletionSample> => {
  const { variant = 'paper' } = options
  if (!isVariant(variant)) return unknownVariant(NAME, variant)
  const missing = variant === 'paper' ? noCompletion : raised
  return fromPointwise({ name: NAME, range: { min: 0, max: 4 * PER_TAG }, fields: ['completion'] }, (sample) =>
    withCompletion(NAME, sample, missing, judge),
  )
}

const NAME = 'format-tags'

const complete: Outcome = Object.freeze({ _tag: 'Scored', value: 4 * PER_TAG })

const noCompletion: Outcome = Object.freeze(scored(0, Object.freeze({ reason: 'no completion' })))

const raised: Outcome = Object.freeze(
  failed({ _tag: 'OriginalRaises', reward: NAME, exception: 'AttributeError', reason: 'tags are counted in None' }),
)

const judge = (text: string): Outcome => {
  const missing: Array<Tag> = []
  const repeated: Array<Tag> = []
  for (const [tag, count] of Object.entries(countTags(text)) as ReadonlyArray<[Tag, number]>) {
    if (count === 0) missing.push(tag)
    else if (count === 2) repeated.push(tag)
  }
  const faults = missing.length + repeated.length
  return faults === 0 ? complete : scored((4 - faults) * PER_TAG, { missing, repeated })
}
