import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import type { LoadContext, LoadedReward, RewardEntry } from '../entry.js'
import { freeOnFailure } from './free-on-failure.js'

/**
 * Goes on with the judge that was given, loaded with its spec, or with one of `entry`. The first is freed by who has loaded it where that fails,
 * the second here.
 */
export const withJudge = <A>(
  given: LoadedReward | undefined,
  entry: RewardEntry,
  options: Readonly<Record<string, unknown>>,
  context: LoadContext,
  next: (judge: LoadedReward) => TE.TaskEither<RewardError, A>,
): TE.TaskEither<RewardError, A> =>
  given === undefined
    ? pipe(
        entry.load(options, context),
        // Sound: rewards look at what a sample holds before they use it.
        TE.chain((judge) => freeOnFailure(next)(judge as LoadedReward)),
      )
    : next(given)
