import { type Either, isRight } from 'fp-ts/lib/Either.js'
import { type RewardError, showError } from '../../../src/core/error.js'

/** What is right; else the test fails with the error's sentence. */
export const right = <A>(either: Either<RewardError, A>): A => {
  if (isRight(either)) return either.right
  throw new Error(showError(either.left))
}

/** What is left; else the test fails. */
export const left = (either: Either<RewardError, unknown>): RewardError => {
  if (!isRight(either)) return either.left
  throw new Error('expected a Left')
}
