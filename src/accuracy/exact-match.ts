import { fromPointwise } from '../core/from-pointwise.js'
import { type Outcome, scored } from '../core/outcome.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { type CompletionSample, type Variant, withCompletion } from '../text/completion.js'
import { isVariant, unknownVariant } from '../text/variant.js'
import { shorten } from './detail.js'
import { finalAnswer, goldAnswer } from './final-answer.js'
import { type AnswerSample, withGold } from './gold.js'
import { sameAnswer } from './same-answer.js'

const NAME = 'exact'
const NO_COMPLETION = scored(0, { reason: 'no completion' })
const SEVERAL = scored(0, { reason: 'several answers' })

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
  if (!isVariant(variant)) return unknownVariant(NAME, variant)
  const judge = (completion: string, answer: string): Outcome => {
    const read = finalAnswer(completion, variant)
    if (read._tag === 'Several') return SEVERAL
    return scored(sameAnswer(read.text, goldAnswer(answer, variant), variant) ? 1 : 0, { answer: shorten(read.text) })
  }
  return fromPointwise({ name: NAME, range: unitRange, fields: ['completion', 'answer'] }, (sample) =>
    withCompletion(NAME, sample, NO_COMPLETION, (completion) =>
      withGold(NAME, sample, (answer) => judge(completion, answer)),
    ),
  )
}
