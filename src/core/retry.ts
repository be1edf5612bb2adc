import * as E from 'fp-ts/lib/Either.js'
import { aborted, delay, LONGEST_TIMER_MS } from './abort.js'
import { describe, type RewardError, type RewardErrorTag } from './error.js'
import { makeReward, rejected } from './make.js'
import { failed, type Outcome } from './outcome.js'
import type { Reward, ScoreContext } from './reward.js'
import { rescore, rowsWhere } from './subset.js'

/** Options of {@link retry}. */
export interface RetryOptions {
  /** How often at most, the first time included: a positive integer. Default 3. */
  readonly attempts?: number
  /** Pause before the second attempt in milliseconds, doubled before each further one (up to 24 days). Default 100. */
  readonly delayMs?: number
  /** Errors worth another attempt. Default: `Timeout` and `Unexpected`, which may pass; the others would come again. */
  readonly on?: ReadonlyArray<RewardErrorTag>
}

/**
 * Tries again: the whole batch after a `Left`, the failed samples alone after a `Right`. What has been scored stays.
 *
 * @category combinators
 * @since 0.1.0
 */
export const retry = <S>(reward: Reward<S>, options: RetryOptions = {}): Reward<S> => {
  const { attempts = 3, delayMs = 100, on = ['Timeout', 'Unexpected'] } = options
  const { name } = reward.meta
  if (!Number.isInteger(attempts) || attempts < 1) {
    const [expected, received] = ['a positive integer', String(attempts)]
    return rejected(name, { _tag: 'InvalidOption', reward: 'retry', option: 'attempts', expected, received }, [reward])
  }
  if (!(delayMs >= 0 && Number.isFinite(delayMs))) {
    const [expected, received] = ['milliseconds, at least 0', String(delayMs)]
    return rejected(name, { _tag: 'InvalidOption', reward: 'retry', option: 'delayMs', expected, received }, [reward])
  }
  if (!Array.isArray(on) || !on.every((tag) => typeof tag === 'string')) {
    const [expected, received] = ['an array of error tags', describe(on)]
    return rejected(name, { _tag: 'InvalidOption', reward: 'retry', option: 'on', expected, received }, [reward])
  }
  const again = (error: RewardError): boolean => on.includes(error._tag)
  return makeReward<S>(
    reward.meta,
    (batch, context) => () => attempt(reward, batch, { attempts, delayMs, again }, context),
    [reward],
  )
}

/** Keeps the pause a number: 0 * 2 ** 1024 is none. From 1 ms on, the longest timer is reached with fewer. */
const MAX_DOUBLINGS = 31

interface Plan {
  readonly attempts: number
  readonly delayMs: number
  readonly again: (error: RewardError) => boolean
}

const attempt = async <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  { attempts, delayMs, again }: Plan,
  context: ScoreContext | undefined,
): Promise<E.Either<RewardError, ReadonlyArray<Outcome>>> => {
  let outcomes: ReadonlyArray<Outcome> | undefined
  let rows: ReadonlyArray<number> = batch.map((_, row) => row)
  for (let made = 1; ; made++) {
    const result = await rescore(reward, batch, outcomes ?? batch.map(() => pending), rows, context)()
    if (E.isRight(result)) {
      outcomes = result.right
      rows = rowsWhere(outcomes, (outcome) => outcome._tag === 'Failed' && again(outcome.error))
      if (rows.length === 0 || made === attempts) return result
    } else if (!again(result.left) || made === attempts) {
      return outcomes === undefined ? result : E.right(outcomes)
    }
    await delay(Math.min(delayMs * 2 ** Math.min(made - 1, MAX_DOUBLINGS), LONGEST_TIMER_MS), context?.signal)
    if (context?.signal?.aborted === true) return E.left(aborted(context.signal))
  }
}

/** Stands in a row that is being scored; `rescore` replaces it. */
const pending = failed({ _tag: 'Unexpected', reward: 'retry', message: 'not scored', cause: undefined })
