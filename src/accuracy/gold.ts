import { describe } from '../core/error.js'
import { failed, type Outcome, skipped } from '../core/outcome.js'

/**
 * A sample with a gold answer, bare or in answer tags. Without one (null, or no such field) the reward does not apply.
 *
 * @category model
 * @since 0.1.0
 */
export interface AnswerSample {
  readonly answer?: string | null
}

const NO_GOLD = skipped('missing-field', 'the sample has no gold answer in `answer`')

/** Reads `answer` and goes on with it. */
export const withGold = (reward: string, sample: AnswerSample, judge: (answer: string) => Outcome): Outcome => {
  const answer: unknown = sample.answer
  if (typeof answer === 'string') return judge(answer)
  if (answer === undefined || answer === null) return NO_GOLD
  return failed({
    _tag: 'InvalidInput',
    reward,
    field: 'answer',
    expected: 'a string or null',
    received: describe(answer),
  })
}
