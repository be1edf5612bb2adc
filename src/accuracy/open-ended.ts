import { scored } from '../core/outcome.js'
import type { Reward } from '../core/reward.js'
import type { CompletionSample, Variant } from '../text/completion.js'
import { rejectedOption } from '../text/options.js'
import { stripEnd } from '../text/whitespace.js'
import { shorten } from './detail.js'
import { goldAnswer } from './final-answer.js'
import type { AnswerSample } from './gold.js'
import { judgeAnswer } from './judge-answer.js'
import { sameAnswer } from './same-answer.js'
import { softJaccard } from './soft-jaccard.js'
import { stemWords } from './stem-words.js'

/** Options of {@link openEndedAccuracy}. */
export interface OpenEndedOptions {
  readonly variant?: Variant
  /** Two words match from this difflib ratio on, in [0, 1]. Default 0.8. */
  readonly threshold?: number
  /** `'stemmed'` compares Porter stems, so that 'dogs' is 'dog'; the published code does not. Default `'exact'`. */
  readonly words?: 'exact' | 'stemmed'
}

const NAME = 'open-ended'

/** Punctuation the prediction loses at its end before its words are compared; the gold keeps it. */
const END_PUNCTUATION = '.,!?'

/**
 * R_OE: open-ended answer accuracy. 1 where the final answer says the same as the gold answer ({@link sameAnswer}), else the soft
 * Jaccard similarity of their words ({@link softJaccard}) after the answer's trailing `. , ! ?` are gone.
 *
 * Reads `completion` and `answer`. `'paper'` (default) reads the answer after the think block, over several lines too, and knows
 * numbers written another way; completions with several different answers score 0. `'released'` is the published `qa` reward.
 *
 * @param options - `threshold` outside [0, 1] makes every batch `Left InvalidOption`.
 * @returns A reward in [0, 1]. A sample without `answer` is skipped; completion null scores 0.
 * @remarks Paper: CoRL (arXiv 2505.17534), R_Acc for open-ended questions. Differs from the published code as `docs/parity.md` lists.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const samples = [
 *   { completion: '<think>two and one</think><answer>three</answer>', answer: '3' },
 *   { completion: '<think>hm</think><answer>a red car</answer>', answer: 'red car' },
 * ]
 * expect((await score(openEndedAccuracy(), samples)).map((o) => o._tag === 'Scored' && o.value)).toEqual([1, 2 / 3])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const openEndedAccuracy = (options: OpenEndedOptions = {}): Reward<CompletionSample & AnswerSample> => {
  const { variant = 'paper', threshold = 0.8, words = 'exact' } = options
  const refused = rejectedOption(NAME, [
    { option: 'words', value: words, expected: "'exact' or 'stemmed'", holds: ['exact', 'stemmed'].includes(words) },
    { option: 'threshold', value: threshold, expected: 'a number in [0, 1]', holds: threshold >= 0 && threshold <= 1 },
  ])
  if (refused !== undefined) return refused
  const prepare = words === 'stemmed' ? stemWords : (text: string): string => text
  return judgeAnswer(NAME, variant, ({ text }, answer) => {
    const gold = goldAnswer(answer, variant)
    if (sameAnswer(text, gold, variant)) return scored(1, { answer: shorten(text), matched: 'the same answer' })
    const value = softJaccard(prepare(stripEnd(text, END_PUNCTUATION)), prepare(gold), { threshold })
    return scored(value, { answer: shorten(text), matched: 'words in common' })
  })
}
