import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { runReward } from './make.js'
import type { RewardError } from './error.js'
import type { Outcome } from './outcome.js'
import type { Reward, ScoreContext } from './reward.js'

/**
 * Scores the given rows of a batch and puts what comes out in their places; the other rows keep `outcomes`. Nothing is run
 * where no row is asked for.
 *
 * @param outcomes - One for every row of the batch.
 */
export const rescore = <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  outcomes: ReadonlyArray<Outcome>,
  rows: ReadonlyArray<number>,
  context: ScoreContext | undefined,
): TE.TaskEither<RewardError, ReadonlyArray<Outcome>> => {
  if (rows.length === 0) return TE.right(outcomes)
  return pipe(
    runReward(
      reward,
      rows.map((row) => batch[row] as S),
      context,
    ),
    TE.map((fresh) => {
      const merged = outcomes.slice()
      for (const [i, row] of rows.entries()) merged[row] = fresh[i] as Outcome
      return merged
    }),
  )
}

/** The rows that satisfy a predicate. */
export const rowsWhere = (
  outcomes: ReadonlyArray<Outcome>,
  test: (outcome: Outcome) => boolean,
): ReadonlyArray<number> => outcomes.flatMap((outcome, row) => (test(outcome) ? [row] : []))
