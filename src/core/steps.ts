import * as E from 'fp-ts/lib/Either.js'
import { aborted } from './abort.js'
import type { RewardError } from './error.js'
import type { ScoreContext } from './reward.js'
import { freshTurn, isTurnSpent } from './turn.js'

/** A computation that yields after every few milliseconds of work. */
export type Steps<A> = Generator<undefined, A>

/** Runs to the end at once. */
export const runNow = <A>(steps: Steps<A>): A => {
  let step = steps.next()
  while (step.done !== true) step = steps.next()
  return step.value
}

/** Runs in as many turns of the event loop as it takes; `Left Aborted` once the run is cancelled. */
export const runInTurns = async <A>(steps: Steps<A>, context: ScoreContext): Promise<E.Either<RewardError, A>> => {
  for (;;) {
    if (isTurnSpent(context.clock)) await freshTurn(context)
    if (context.signal?.aborted === true) return E.left(aborted(context.signal))
    const step = steps.next()
    if (step.done === true) return E.right(step.value)
  }
}
