import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { goldAnswer } from '../../accuracy/final-answer.js'
import { makeReward, runReward } from '../../core/make.js'
import { type Outcome, skipped } from '../../core/outcome.js'
import type { AnyReward, Reward } from '../../core/reward.js'
import { strip } from '../../text/whitespace.js'

const EMPTY_GOLD = skipped('unreadable-gold', 'the gold answer is empty')

const TAGS = /<\/?(?:think|answer)>/g

/** Whether there is nothing in a gold answer but white space and tags. */
const isEmptyGold = (sample: unknown): boolean => {
  const { answer } = sample as { readonly answer?: unknown }
  return typeof answer === 'string' && strip(goldAnswer(answer).replaceAll(TAGS, '')) === ''
}

/**
 * A term that holds answers against gold answers, for samples that have one. An empty gold answer is a fault of the data, which the rewards by
 * themselves score by their formulas as the published code does (0 for whoever answers anything): in a recipe that 0 would be learned from.
 */
export const readableGold = (term: AnyReward): Reward<never> =>
  makeReward<never>(
    term.meta,
    (batch, context) =>
      pipe(
        runReward(term, batch, context),
        TE.map((outcomes) =>
          outcomes.map((outcome, row): Outcome =>
            outcome._tag === 'Scored' && isEmptyGold(batch[row]) ? EMPTY_GOLD : outcome,
          ),
        ),
      ),
    [term],
  )
