import { fromPointwise } from '../core/from-pointwise.js'
import { type Outcome, scored } from '../core/outcome.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { type CompletionSample, type Variant, withCompletion } from '../text/completion.js'
import { isVariant, unknownVariant } from '../text/variant.js'
import { type FinalAnswer, finalAnswer } from './final-answer.js'
import { type AnswerSample, withGold } from './gold.js'

/** What a completion that says nothing is worth. */
export const NO_COMPLETION = scored(0, { reason: 'no completion' })

/** What a completion with different answers is worth. */
export const SEVERAL = scored(0, { reason: 'several answers' })

/** A final answer that is one. */
type SingleAnswer = Exclude<FinalAnswer, { readonly _tag: 'Several' }>

/** A reward in [0, 1] that holds the final answer of a completion against the gold answer, as the dataset writes it. */
export const judgeAnswer = (
  name: string,
  variant: Variant,
  judge: (read: SingleAnswer, answer: string, completion: string) => Outcome,
): Reward<CompletionSample & AnswerSample> => {
  if (!isVariant(variant)) return unknownVariant(name, variant)
  return fromPointwise({ name, range: unitRange, fields: ['completion', 'answer'] }, (sample) =>
    withCompletion(name, sample, NO_COMPLETION, (completion) =>
      withGold(name, sample, (answer) => {
        const read = finalAnswer(completion, variant)
        return read._tag === 'Several' ? SEVERAL : judge(read, answer, completion)
      }),
    ),
  )
}
