import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aborted } from './abort.js'
import type { RewardError } from './error.js'
import type { Clock, ScoreContext } from './reward.js'

/** How long the runs under way may together keep the event loop to themselves; cancellation is looked at in between. */
const TURN_MS = 10

const now = (): number => performance.now()

/**
 * When the present turn of the event loop began, by the clock that told. Runs side by side (the parts of a sum) share a turn:
 * their times would otherwise add up, and a cancellation wait for all of them.
 */
const turnBegan = new Map<Clock, number>()

/** Whether it is time to let the event loop go on. */
export const isTurnSpent = (clock: Clock = now): boolean => {
  const time = clock()
  const began = turnBegan.get(clock)
  if (began !== undefined) return time - began >= TURN_MS
  turnBegan.set(clock, time)
  setImmediate(() => turnBegan.delete(clock))
  return false
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Resolves in a turn that has time left, or once the run is cancelled. */
export const freshTurn = async ({ signal, clock }: ScoreContext): Promise<void> => {
  do await nextTurn()
  while (signal?.aborted !== true && isTurnSpent(clock))
}

/** `map` over all items, in as many turns as it takes; `Left Aborted` once the run is cancelled. */
export const mapInTurns =
  <A, B>(
    items: ReadonlyArray<A>,
    map: (item: A) => B,
    context: ScoreContext = {},
  ): TaskEither<RewardError, ReadonlyArray<B>> =>
  async () => {
    const mapped: Array<B> = []
    for (const item of items) {
      if (isTurnSpent(context.clock)) await freshTurn(context)
      if (context.signal?.aborted === true) return E.left(aborted(context.signal))
      mapped.push(map(item))
    }
    return E.right(mapped)
  }
