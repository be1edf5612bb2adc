import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from './error.js'

/** The error of a cancelled run. */
export const aborted = (signal: AbortSignal): RewardError => ({ _tag: 'Aborted', reason: messageOf(signal.reason) })

/** Who waits for a signal: one listener stands for all of them, for Node warns of a leak at the eleventh. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/** Calls back once when the signal fires. Returns how to call that off. */
const whenAborted = (signal: AbortSignal, callback: () => void): (() => void) => {
  const callbacks = waiting.get(signal) ?? new Set()
  callbacks.add(callback)
  if (!waiting.has(signal)) {
    waiting.set(signal, callbacks)
    signal.addEventListener('abort', () => callbacks.forEach((call) => call()), { once: true })
  }
  return () => callbacks.delete(callback)
}

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
      const forget = whenAborted(signal, () => resolve(E.left(aborted(signal))))
      task().then(resolve, reject).finally(forget)
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
      forget?.()
      resolve()
    }
    const timer = setTimeout(finish, delayMs)
    const forget = signal === undefined ? undefined : whenAborted(signal, finish)
  })
