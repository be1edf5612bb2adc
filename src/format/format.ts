import { fromPointwise } from '../core/from-pointwise.js'
import { failed, type Outcome } from '../core/outcome.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { type CompletionSample, type Variant, withCompletion } from '../text/completion.js'
import { type LayoutFault, layoutFault } from './is-think-answer.js'
import { isVariant, unknownVariant } from '../text/variant.js'

/** Options of {@link format}. */
export interface FormatOptions {
  readonly variant?: Variant
}

/**
 * Think/answer layout: 1 where the completion is one think block and then one answer block, else 0, with the reason as detail.
 * The rule is {@link isThinkAnswer}'s.
 *
 * @param options - `variant`: `'paper'` (default) takes each block once; `'released'` is the published regular expression, which
 *   lets repeated tags pass.
 * @returns Value in {0, 1}. A null completion is 0; under `'released'` it is `Failed OriginalRaises` (TypeError). A `variant`
 *   of another name: every batch is `Left InvalidOption`.
 * @remarks Paper: CoRL (arXiv 2505.17534), R_Format. Differs from it: nothing.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * expect(await score(format(), [{ completion: '<think>2 + 2</think><answer>4</answer>' }, { completion: '4' }])).toEqual([
 *   { _tag: 'Scored', value: 1 },
 *   { _tag: 'Scored', value: 0, detail: { reason: 'does not begin with <think>' } },
 * ])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const format = (options: FormatOptions = {}): Reward<CompletionSample> => {
  const { variant = 'paper' } = options
  if (!isVariant(variant)) return unknownVariant(NAME, variant)
  const missing = variant === 'paper' ? malformed('no completion') : raised
  const judge = (text: string): Outcome => {
    const fault = layoutFault(text, variant)
    return fault === null ? wellFormed : outcomeOf[fault]
  }
  return fromPointwise({ name: NAME, range: unitRange, fields: ['completion'] }, (sample) =>
    withCompletion(NAME, sample, missing, judge),
  )
}

const NAME = 'format'

// Shared by all samples: nothing is allocated for a verdict.
const wellFormed: Outcome = Object.freeze({ _tag: 'Scored', value: 1 })

const malformed = (reason: LayoutFault | 'no completion'): Outcome =>
  Object.freeze({ _tag: 'Scored', value: 0, detail: Object.freeze({ reason }) })

const raised: Outcome = Object.freeze(
  failed({
    _tag: 'OriginalRaises',
    reward: NAME,
    exception: 'TypeError',
    reason: 'a regular expression is matched against None',
  }),
)

const outcomeOf: Readonly<Record<LayoutFault, Outcome>> = {
  'does not begin with <think>': malformed('does not begin with <think>'),
  'does not end with </answer>': malformed('does not end with </answer>'),
  'no closing </think>': malformed('no closing </think>'),
  'no <answer> right after </think>': malformed('no <answer> right after </think>'),
  'more than one <think>': malformed('more than one <think>'),
  'more than one </think>': malformed('more than one </think>'),
  '<answer> inside the answer': malformed('<answer> inside the answer'),
  '</answer> inside the answer': malformed('</answer> inside the answer'),
}
