import * as E from 'fp-ts/lib/Either.js'
import { describe } from '../core/error.js'
import { fromPointwise } from '../core/from-pointwise.js'
import { failed, type Outcome, scored, skipped } from '../core/outcome.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { type CompletionSample, type Variant, withCompletion } from '../text/completion.js'
import { rejectedOption } from '../text/options.js'
import { isVariant, unknownVariant } from '../text/variant.js'
import { firstInlineAnswer } from '../text/tags.js'
import { stripEnd } from '../text/whitespace.js'
import { shorten } from './detail.js'
import { finalAnswer, goldAnswer } from './final-answer.js'
import { type AnswerSample, withGold } from './gold.js'
import { NO_COMPLETION } from './judge-answer.js'
import { type Choices, namedOption, prepareChoices } from './named-option.js'
import { letterOf, type McqOptions, readOptions } from './options.js'
import { releasedChoice, releasedQaChoice } from './released-choice.js'
import { sameAnswer } from './same-answer.js'
import { softJaccard } from './soft-jaccard.js'

/**
 * A multiple-choice sample. Where `options` is not given, they are read from `question`, or else from `prompt`, which may list
 * them in any of the usual ways; without any, letters alone can be compared.
 *
 * @category model
 * @since 0.1.0
 */
export interface McqSample extends CompletionSample, AnswerSample {
  readonly options?: McqOptions | null
  readonly question?: string | null
  readonly prompt?: string | null
}

/** Options of {@link mcqAccuracy}. */
export interface McqAccuracyOptions {
  readonly variant?: Variant
  /**
   * What right answers earn. `'flat'` (default): 1. `'graded'`: the reward of a model that answers a question about a generated
   * image: 1 with an answer tag on one line, 0.8 without, and 0.2 for `UNK` in a tag.
   */
  readonly credit?: 'flat' | 'graded'
  /**
   * `variant: 'released'` with flat credit only. `'training'` (default): what the trainer gets, which compares texts, since the
   * multiple-choice branch is never reached. `'mc'`: that branch, reached by force.
   */
  readonly branch?: 'training' | 'mc'
}

const NAME = 'mcq'
const FIELDS = ['completion', 'answer', 'options', 'question', 'prompt']

const NO_ANSWER = scored(0, { reason: 'no answer' })
const AMBIGUOUS = scored(0, { reason: 'ambiguous' })

const UNTAGGED_CREDIT = 0.8
const UNKNOWN_CREDIT = 0.2
const UNKNOWN = 'UNK'

/**
 * R_MCQ: multiple-choice answer accuracy. 1 where the final answer names exactly the gold option, by its letter in any decoration,
 * by its text, or by both; 0 where it names another one, several, or none, the detail saying `ambiguous` or `no answer`.
 *
 * Reads `completion`, `answer` (a letter, an option's text, or both, bare or in answer tags) and `options`, `question` or `prompt`.
 *
 * @returns A reward in [0, 1]. A sample without `answer`, or whose answer names no option, is skipped; completion null scores 0.
 *   With `variant: 'released'`, `Failed OriginalRaises` where the published code raises.
 * @remarks Paper: CoRL (arXiv 2505.17534), R_Acc for multiple choice. The published code compares texts instead: `docs/parity.md`.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const question = 'What is the capital of France?\nA. London\nB. Paris\nC. Rome'
 * const answers = ['(B)', 'paris', 'The answer is B, not C', 'B or C', 'London']
 * const samples = answers.map((text) => ({ completion: `<think>hm</think><answer>${text}</answer>`, answer: 'B', question }))
 * expect((await score(mcqAccuracy(), samples)).map((o) => o._tag === 'Scored' && o.value)).toEqual([1, 1, 1, 0, 0])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const mcqAccuracy = (options: McqAccuracyOptions = {}): Reward<McqSample> => {
  const { variant = 'paper', credit = 'flat', branch = 'training' } = options
  if (!isVariant(variant)) return unknownVariant(NAME, variant)
  const refused = rejectedOption(NAME, [
    { option: 'credit', value: credit, expected: "'flat' or 'graded'", holds: ['flat', 'graded'].includes(credit) },
    { option: 'branch', value: branch, expected: "'training' or 'mc'", holds: ['training', 'mc'].includes(branch) },
  ])
  if (refused !== undefined) return refused
  const judge = variant === 'paper' ? paperJudge(credit) : releasedJudge(credit, branch)
  return fromPointwise({ name: NAME, range: unitRange, fields: FIELDS }, (sample) =>
    withCompletion(NAME, sample, NO_COMPLETION, (completion) =>
      withGold(NAME, sample, (answer) => judge(completion, answer, sample)),
    ),
  )
}

type McqJudge = (completion: string, answer: string, sample: McqSample) => Outcome

const paperJudge = (credit: 'flat' | 'graded'): McqJudge => {
  const choicesOf = rememberChoices()
  return (completion, answer, sample) => {
    const choices = choicesOf(sample)
    if (typeof choices === 'string') {
      return failed({
        _tag: 'InvalidInput',
        reward: NAME,
        field: choices,
        expected: 'option texts',
        received: describe(sample[choices as 'options']),
      })
    }
    const gold = namedOption(goldAnswer(answer), choices)
    if (gold._tag !== 'One') return unreadable(answer, choices)
    const read = finalAnswer(completion)
    if (read._tag === 'Several') return AMBIGUOUS
    const tagged = credit === 'graded' && firstInlineAnswer(completion) !== undefined
    if (tagged && read.text === UNKNOWN) return scored(UNKNOWN_CREDIT, { answer: UNKNOWN })
    const chosen = namedOption(read.text, choices)
    if (chosen._tag === 'None') return NO_ANSWER
    if (chosen._tag === 'Several') return AMBIGUOUS
    const right = credit === 'flat' || tagged ? 1 : UNTAGGED_CREDIT
    return scored(chosen.index === gold.index ? right : 0, {
      answer: shorten(read.text),
      matched: letterOf(chosen.index),
      gold: letterOf(gold.index),
    })
  }
}

const unreadable = (answer: string, { texts, count }: Choices): Outcome => {
  const known = texts.length === 0 ? 'no options are given' : `the options are A to ${letterOf(count - 1)}`
  return skipped(
    'unreadable-gold',
    `the gold answer ${JSON.stringify(shorten(answer))} names no single option; ${known}`,
  )
}

/** Whether a field is there to be read. No options at all, and a prompt of chat messages, leave it to the next source. */
const isGiven = (name: 'options' | 'question' | 'prompt', value: unknown): boolean =>
  name === 'prompt'
    ? typeof value === 'string'
    : value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)

/** Reads a sample's options; neighbours of a group share question and options, which are read once. */
const rememberChoices = (): ((sample: McqSample) => Choices | string) => {
  let source: unknown = rememberChoices
  let choices: Choices | string = ''
  return (sample) => {
    const field = (['options', 'question', 'prompt'] as const).find((name) => isGiven(name, sample[name]))
    const given = field === undefined ? undefined : sample[field]
    if (given === source) return choices
    source = given
    choices =
      field === undefined || given === undefined || given === null ? prepareChoices(undefined) : read(field, given)
    return choices
  }
}

const read = (field: keyof McqSample, given: unknown): Choices | string => {
  if (typeof given === 'string') return prepareChoices(readOptions(given))
  if (field !== 'options' || typeof given !== 'object' || given === null) return field
  // A hole of an array is no text, which `Object.values` would pass over.
  const texts: ReadonlyArray<unknown> = Array.isArray(given) ? Array.from(given) : Object.values(given)
  if (!texts.every((text) => typeof text === 'string')) return field
  const options = readOptions(given as McqOptions)
  return options === undefined ? field : prepareChoices(options)
}

const releasedJudge =
  (credit: 'flat' | 'graded', branch: 'training' | 'mc'): McqJudge =>
  (completion, answer, sample) => {
    const answered = finalAnswer(completion, 'released')
    const prediction = answered._tag === 'Several' ? '' : answered.text
    const gold = goldAnswer(answer, 'released')
    const detail = { answer: shorten(prediction) }
    if (credit === 'flat' && branch === 'training') {
      if (sameAnswer(prediction, gold, 'released')) return scored(1, detail)
      return scored(softJaccard(stripEnd(prediction, '.,!?'), gold), detail)
    }
    const question = sample.question ?? sample.prompt ?? ''
    const tagged = answered._tag === 'Tagged'
    if (credit === 'graded' && tagged && prediction === UNKNOWN) return scored(UNKNOWN_CREDIT, detail)
    const verdict = (credit === 'graded' ? releasedChoice : releasedQaChoice)(prediction, gold, question)
    if (E.isLeft(verdict)) return failed(verdict.left)
    const right = credit === 'flat' || tagged ? 1 : UNTAGGED_CREDIT
    return scored(verdict.right ? right : 0, detail)
  }
