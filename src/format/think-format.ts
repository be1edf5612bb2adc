import { fromPointwise } from '../core/from-pointwise.js'
import type { Outcome } from '../core/outcome.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { type CompletionSample, withCompletion } from '../text/completion.js'
import { type ThinkFault, thinkFault } from './is-think-format.js'

/**
 * Reasoning layout: 1 where the completion begins with its only `<think>`, closed later on, else 0, with the reason as detail.
 * The rule is {@link isThinkFormat}'s.
 *
 * @returns Value in {0, 1}. A null completion is 0.
 * @remarks Source: TRL 1.16, `think_format_reward`. Differs from it: nothing for strings.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * expect(await score(thinkFormat(), [{ completion: '<think>2 + 2</think> 4' }, { completion: '<think>2 + 2' }])).toEqual([
 *   { _tag: 'Scored', value: 1 },
 *   { _tag: 'Scored', value: 0, detail: { reason: 'no closing </think>' } },
 * ])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const thinkFormat = (): Reward<CompletionSample> =>
  fromPointwise({ name: NAME, range: unitRange, fields: ['completion'] }, (sample) =>
    withCompletion(NAME, sample, noCompletion, judge),
  )

const NAME = 'think-format'

const wellFormed: Outcome = Object.freeze({ _tag: 'Scored', value: 1 })

const malformed = (reason: ThinkFault | 'no completion'): Outcome =>
  Object.freeze({ _tag: 'Scored', value: 0, detail: Object.freeze({ reason }) })

const noCompletion = malformed('no completion')

const outcomeOf: Readonly<Record<ThinkFault, Outcome>> = {
  'does not begin with <think>': malformed('does not begin with <think>'),
  'more than one <think>': malformed('more than one <think>'),
  'no closing </think>': malformed('no closing </think>'),
}

const judge = (text: string): Outcome => {
  const fault = thinkFault(text)
  return fault === null ? wellFormed : outcomeOf[fault]
}
