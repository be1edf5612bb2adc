import { describe } from '../core/error.js'
import { fromPointwise } from '../core/from-pointwise.js'
import { failed, type Outcome, scored, skipped } from '../core/outcome.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { lowerCase } from '../text/lower-case.js'
import { type CompletionSample, type Variant, withCompletion } from '../text/completion.js'
import { isVariant, unknownVariant } from '../text/variant.js'
import { firstInlineAnswer } from '../text/tags.js'
import { strip } from '../text/whitespace.js'
import { contained, hasWords, namesSomething } from './contained.js'
import { shorten } from './detail.js'
import { finalAnswer, goldAnswer } from './final-answer.js'
import { type AnswerSample, withGold } from './gold.js'
import { NO_COMPLETION, SEVERAL } from './judge-answer.js'

/**
 * A sample with the caption the image was made from. Without one the reward does not apply.
 *
 * @category model
 * @since 0.1.0
 */
export interface CaptionSample {
  readonly caption?: string | null
}

const NAME = 'answer-in-caption'
const NO_CAPTION = skipped('missing-field', 'the sample has no caption in `caption`')

/** What each way of being right earns, with an answer tag and without. */
const CREDIT = {
  tagged: { equal: 1, contained: 0.9, inCaption: 0.5, unknown: 0.2 },
  untagged: { equal: 0.8, contained: 0.7, inCaption: 0.3, unknown: 0 },
} as const

/** What a model says that cannot tell: literally, in capitals, in an answer tag. */
const UNKNOWN = 'UNK'

/**
 * Classification of a generated image by a captioning model: how much of the gold class its answer names. With an answer tag:
 * 1 equal, 0.9 one contains the other, 0.5 the answer occurs in the caption the image was made from, 0.2 for `UNK`; without one:
 * 0.8, 0.7, 0.3; else 0.
 *
 * Reads `completion` (the model's text), `answer` (gold) and `caption`. `'released'` is the published `t2i_oc` reward, where the
 * gold keeps its capitals, an empty answer counts as contained, any letters of the caption earn 0.5, and the 0.2 for `UNK` is never
 * reached, since the answer is lower-cased first. `'paper'` (default) mends these: an answer must be made of whole words, and name
 * something.
 *
 * @returns A reward in [0, 1]. A sample without `answer` or `caption` is skipped; completion null scores 0.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const caption = 'a photo of a golden retriever in the park'
 * const texts = ['<answer>golden retriever</answer>', 'golden retriever', '<answer>park</answer>', '<answer>UNK</answer>', '<answer>k</answer>']
 * const samples = texts.map((completion) => ({ completion, answer: 'golden retriever', caption }))
 * expect((await score(answerInCaption(), samples)).map((o) => o._tag === 'Scored' && o.value)).toEqual([1, 0.8, 0.5, 0.2, 0])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const answerInCaption = (
  options: { readonly variant?: Variant } = {},
): Reward<CompletionSample & AnswerSample & CaptionSample> => {
  const { variant = 'paper' } = options
  if (!isVariant(variant)) return unknownVariant(NAME, variant)
  const released = variant === 'released'
  const judge = (completion: string, answer: string, caption: string): Outcome => {
    const read = finalAnswer(completion, variant)
    if (read._tag === 'Several') return SEVERAL
    // Over several lines a body is no answer tag to the published code, and earns what a text without one earns.
    const tagged = read._tag === 'Tagged' && firstInlineAnswer(completion) !== undefined
    const credit = tagged ? CREDIT.tagged : CREDIT.untagged
    const text = lowerCase(read.text)
    // A text without tags is compared whole where it is not the class itself, as by `containment`.
    const whole = released || read._tag === 'Tagged' ? text : strip(lowerCase(completion))
    const gold = released ? goldAnswer(answer, variant) : lowerCase(goldAnswer(answer))
    const detail = { answer: shorten(read.text) }
    if (text === gold) return scored(credit.equal, detail)
    if (contained(whole, gold, variant)) return scored(credit.contained, detail)
    if (!released && read.text === UNKNOWN) return scored(credit.unknown, detail)
    const found = released ? caption.includes(text) : hasWords(lowerCase(caption), text) && namesSomething(text)
    return scored(found ? credit.inCaption : 0, detail)
  }
  return fromPointwise({ name: NAME, range: unitRange, fields: ['completion', 'answer', 'caption'] }, (sample) =>
    withCompletion(NAME, sample, NO_COMPLETION, (completion) =>
      withGold(NAME, sample, (answer) => {
        const caption: unknown = sample.caption
        if (typeof caption === 'string') return judge(completion, answer, caption)
        if (caption === undefined || caption === null) return NO_CAPTION
        return failed({
          _tag: 'InvalidInput',
          reward: NAME,
          field: 'caption',
          expected: 'a string or null',
          received: describe(caption),
        })
      }),
    ),
  )
}
