import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type RewardError, showError } from '../../../core/error.js'
import { Refusal } from '../refusal.js'

/** The value, or a refusal in words. */
export const orRefuse = async <A>(task: TaskEither<RewardError, A>): Promise<A> => rightOrRefuse(await task())

/** The same of what is there already. */
export const rightOrRefuse = <A>(done: E.Either<RewardError, A>): A => {
  if (E.isLeft(done)) throw new Refusal(showError(done.left))
  return done.right
}
