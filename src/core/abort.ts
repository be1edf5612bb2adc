import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from './error.js'

/** The error of a cancelled run. */
export const aborted = (signal: AbortSignal): RewardError => ({ _tag: 'Aborted', reason: messageOf(signal.reason) })

/**
 * Answers `Left Aborted` as soon as the signal fires, whatever the task is doing; the task itself is told through the same
 * signal and may finish in the background.
 */
export const abortable =
  <A>(task: TaskEither<RewardError, A>, signal: AbortSignal | undefined): TaskEither<RewardError, A> =>
  () => {
    if (signal === undefined) return task()
    if (signal.aborted) return Promise.resolve(E.left(aborted(signal)))
    return new Promise((resolve, reject) => {
      const onAbort = (): void => resolve(E.left(aborted(signal)))
      signal.addEventListener('abort', onAbort, { once: true })
      task()
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', onAbort))
    })
  }

/** Timers above this fire at once in Node. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Resolves after `delayMs`, or at once when the signal fires. */
export const delay = (delayMs: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    const finish = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, delayMs)
    signal?.addEventListener('abort', finish, { once: true })
  })
