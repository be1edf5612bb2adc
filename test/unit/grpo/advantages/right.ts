import type { Either } from 'fp-ts/lib/Either.js'
import { type RewardError, showError } from '../../../../src/core/index.js'

/** The value of a call that has to succeed. */
export const right = <A>(result: Either<RewardError, A>): A => {
  if (result._tag === 'Left') throw new Error(showError(result.left))
  return result.right
}

/** The sentence of a call that has to fail. */
export const complaint = (result: Either<RewardError, unknown>): string => {
  if (result._tag === 'Right') throw new Error('expected a refusal')
  return showError(result.left)
}
