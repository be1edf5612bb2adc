/// <reference lib="esnext.disposable" preserve="true" />
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'

/** What may hold a model's session. */
interface Holder {
  readonly [Symbol.asyncDispose]?: () => Promise<void>
}

/** Goes on with what is loaded; where that fails it is freed, and the failure is the one to tell. */
export const freeOnFailure =
  <H extends Holder, A>(next: (holder: H) => TaskEither<RewardError, A>) =>
  (holder: H): TaskEither<RewardError, A> =>
  async () => {
    const answer = await next(holder)()
    if (E.isLeft(answer)) await Promise.allSettled([holder[Symbol.asyncDispose]?.()])
    return answer
  }
