import { scored } from '../core/outcome.js'
import type { Reward } from '../core/reward.js'
import type { CompletionSample, Variant } from '../text/completion.js'
import { lowerCase } from '../text/lower-case.js'
import { strip } from '../text/whitespace.js'
import { contained } from './contained.js'
import { shorten } from './detail.js'
import { goldAnswer } from './final-answer.js'
import type { AnswerSample } from './gold.js'
import { judgeAnswer } from './judge-answer.js'

/** What an answer earns that contains the gold answer, or is contained in it. */
const PARTIAL = 0.9

/**
 * Open classification: 1 where the answer is the gold answer, 0.9 where one contains the other, else 0, without regard to case.
 *
 * Reads `completion` and `answer`. The answer is the body of the answer tags; without them the whole text, markup and all.
 * `'released'` is the published `oc` reward, where the gold keeps its capitals (so that it can never match) and an empty answer,
 * contained in everything, earns 0.9. `'paper'` (default) mends both, wants whole words of an answer that is part of the gold, and
 * reads the answer after the think block, over several lines too.
 *
 * @returns A reward with the values 0, 0.9 and 1. A sample without `answer` is skipped; completion null scores 0.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const answers = ['golden retriever', 'a golden retriever', 'retriever', 'e', '']
 * const samples = answers.map((text) => ({ completion: `<answer>${text}</answer>`, answer: 'Golden retriever' }))
 * expect((await score(containment(), samples)).map((o) => o._tag === 'Scored' && o.value)).toEqual([1, 0.9, 0.9, 0, 0])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const containment = (options: { readonly variant?: Variant } = {}): Reward<CompletionSample & AnswerSample> => {
  const { variant = 'paper' } = options
  return judgeAnswer('containment', variant, (read, answer, completion) => {
    const text = strip(lowerCase(read._tag === 'Tagged' ? read.text : completion))
    const gold = variant === 'paper' ? lowerCase(goldAnswer(answer)) : goldAnswer(answer, 'released')
    const detail = { answer: shorten(text) }
    if (text === gold) return scored(1, detail)
    return scored(contained(text, gold, variant) ? PARTIAL : 0, detail)
  })
}
