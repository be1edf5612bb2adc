import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, unexpected } from '../core/error.js'
import { RewardException } from '../score.js'

/** The rim of the functions that answer at once, with a plain value: what is Left is thrown there. */
export const orThrow = <A>(either: E.Either<RewardError, A>): A => {
  if (E.isLeft(either)) throw new RewardException(either.left)
  return either.right
}

/** Runs code that may call the user's: what that throws is an error like others. */
export const attempt = <A>(run: () => E.Either<RewardError, A>): E.Either<RewardError, A> =>
  E.flatten(E.tryCatch(run, (cause) => (cause instanceof RewardException ? cause.error : unexpected('spice', cause))))
