import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { RewardException } from '../../../score.js'

/** The rim of the functions that answer with a tensor, since `tf.grads` takes no other answer: what is Left is thrown there. */
export const orThrow = <A>(either: E.Either<RewardError, A>): A => {
  if (E.isLeft(either)) throw new RewardException(either.left)
  return either.right
}
