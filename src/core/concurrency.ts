import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from './error.js'
import { makeReward, rejected, runReward } from './make.js'
import type { Outcome } from './outcome.js'
import type { Reward } from './reward.js'

/** Options of {@link concurrency}. */
export interface ConcurrencyOptions {
  /** Slices under way at once, over all calls to this reward: a positive integer. */
  readonly limit: number
  /** Samples in a slice: a positive integer. Default 1. */
  readonly batchSize?: number
}

/**
 * Cuts a batch into slices and runs at most `limit` of them at a time, over all batches under way; the order of the outcomes
 * is the order of the samples. For judges that wait (a model behind HTTP). The first `Left` stops what has not begun.
 *
 * @category combinators
 * @since 0.1.0
 */
export const concurrency = <S>(reward: Reward<S>, options: ConcurrencyOptions): Reward<S> => {
  const { limit, batchSize = 1 } = options
  for (const [option, value] of [
    ['limit', limit],
    ['batchSize', batchSize],
  ] as const) {
    if (Number.isInteger(value) && value >= 1) continue
    return rejected(
      reward.meta.name,
      {
        _tag: 'InvalidOption',
        reward: 'concurrency',
        option,
        expected: 'a positive integer',
        received: String(value),
      },
      [reward],
    )
  }
  const turns = semaphore(limit)
  return makeReward<S>(
    reward.meta,
    (batch, context) => async () => {
      let stop: RewardError | undefined
      const slices = Array.from({ length: Math.ceil(batch.length / batchSize) }, (_, i) =>
        batch.slice(i * batchSize, (i + 1) * batchSize),
      )
      const results = await Promise.all(
        slices.map((slice) =>
          turns(async (): Promise<ReadonlyArray<Outcome>> => {
            if (stop !== undefined || context?.signal?.aborted === true) return []
            const result = await runReward(reward, slice, context)()
            if (E.isRight(result)) return result.right
            stop ??= result.left
            return []
          }),
        ),
      )
      return stop === undefined ? E.right(results.flat()) : E.left(stop)
    },
    [reward],
  )
}

/** Runs at most `limit` functions at a time, the others in the order they came. */
const semaphore = (limit: number): (<A>(run: () => Promise<A>) => Promise<A>) => {
  let free = limit
  const waiting: Array<() => void> = []
  return async (run) => {
    if (free > 0) free--
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
