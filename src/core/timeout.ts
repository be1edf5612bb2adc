import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { LONGEST_TIMER_MS } from './abort.js'
import type { RewardError } from './error.js'
import { makeReward, rejected, runReward } from './make.js'
import type { Outcome } from './outcome.js'
import type { Reward } from './reward.js'

/**
 * `Left Timeout` for a batch that takes longer; the reward is told to stop through its signal.
 *
 * @param timeoutMs - Milliseconds for a whole batch, above 0, else every batch is `Left InvalidOption`.
 * @category combinators
 * @since 0.1.0
 */
export const timeout = <S>(reward: Reward<S>, timeoutMs: number): Reward<S> => {
  const { name } = reward.meta
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS)) {
    const expected = `milliseconds in (0, ${LONGEST_TIMER_MS}]`
    const received = String(timeoutMs)
    return rejected(name, { _tag: 'InvalidOption', reward: 'timeout', option: 'timeoutMs', expected, received }, [
      reward,
    ])
  }
  return makeReward<S>(
    reward.meta,
    (batch, context = {}) =>
      raceTimer(name, timeoutMs, (expired) => {
        const signal = context.signal === undefined ? expired : AbortSignal.any([context.signal, expired])
        return runReward(reward, batch, { ...context, signal })
      }),
    [reward],
  )
}

const raceTimer =
  (
    reward: string,
    timeoutMs: number,
    run: (expired: AbortSignal) => TaskEither<RewardError, ReadonlyArray<Outcome>>,
  ): TaskEither<RewardError, ReadonlyArray<Outcome>> =>
  () => {
    const controller = new AbortController()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        resolve(E.left({ _tag: 'Timeout', reward, timeoutMs }))
        controller.abort(new Error(`no answer within ${timeoutMs} ms`))
      }, timeoutMs)
      run(controller.signal)()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })
  }
