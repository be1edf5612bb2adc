import { scored } from '../core/outcome.js'
import type { Reward } from '../core/reward.js'
import type { CompletionSample, Variant } from '../text/completion.js'
import { shorten } from './detail.js'
import { goldAnswer } from './final-answer.js'
import type { AnswerSample } from './gold.js'
import { judgeAnswer } from './judge-answer.js'
import { sameAnswer } from './same-answer.js'

/**
 * 1 where the final answer says the same as the gold answer ({@link sameAnswer}), else 0.
 *
 * Reads `completion` and `answer`; the answer is read as {@link openEndedAccuracy} reads it.
 *
 * @returns A reward with the values 0 and 1. A sample without `answer` is skipped; completion null scores 0.
 * @remarks The first step of ULM-R1's `qa` reward, alone.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const outcomes = await score(exactMatch(), [{ completion: '<answer>1,000</answer>', answer: '1000' }, { completion: 'no', answer: 'yes' }])
 * expect(outcomes.map((o) => o._tag === 'Scored' && o.value)).toEqual([1, 0])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const exactMatch = (options: { readonly variant?: Variant } = {}): Reward<CompletionSample & AnswerSample> => {
  const { variant = 'paper' } = options
  return judgeAnswer('exact', variant, ({ text }, answer) =>
    scored(sameAnswer(text, goldAnswer(answer, variant), variant) ? 1 : 0, { answer: shorten(text) }),
  )
}
