import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import { strip, stripEnd } from '../text/whitespace.js'
import { sameAnswer } from './same-answer.js'

/**
 * The multiple-choice branch of ULM-R1's `qa` reward as it answers when it is reached, reconstructed from what it returns for the
 * golden cases; in training it never runs, since the question type it tests is a list.
 */

/** Sentences whose letter the branch reads: `answer is B`, `Option B`, `choose B`. */
const STATED = /(?:answer is|Option|choose) ([A-N])(?![\p{L}\p{N}_])/u

/** An option on a line of its own, `B. text`: the only way of writing it that the branch finds, and only up to N. */
const OPTION_LINE = /^([A-N])\. (.*)$/gm

/**
 * Whether the branch takes a prediction for the gold answer.
 *
 * @param prediction - The answer, trimmed.
 * @param gold - The gold answer, trimmed.
 * @param question - The question with its options.
 * @returns Left `OriginalRaises` where it looks up an option's text that it cannot find.
 */
export const releasedChoice = (prediction: string, gold: string, question: string): E.Either<RewardError, boolean> => {
  const answer = strip(stripEnd(prediction, '.'))
  if (answer.length === 1) return E.right(answer.toLowerCase() === gold.toLowerCase())
  const stated = STATED.exec(prediction)
  if (stated !== null) return E.right(stated[1] === gold)
  const text = optionText(question, gold)
  if (text === undefined) {
    if (prediction.includes(gold)) return E.right(false)
    const reason = `the text of option ${JSON.stringify(gold)} is looked up and not found in the question`
    return E.left({ _tag: 'OriginalRaises', reward: 'mcq', exception: 'TypeError', reason })
  }
  return E.right(answer === text || answer.endsWith(`"${text}"`))
}

const optionText = (question: string, letter: string): string | undefined => {
  for (const [, label, text] of question.matchAll(OPTION_LINE)) if (label === letter) return text
  return undefined
}

/** The branch behind the text comparison that the reward for policies makes first. */
export const releasedQaChoice = (prediction: string, gold: string, question: string): E.Either<RewardError, boolean> =>
  sameAnswer(prediction, gold, 'released') ? E.right(true) : releasedChoice(prediction, gold, question)
