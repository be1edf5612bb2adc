import * as TE from 'fp-ts/lib/TaskEither.js'
import { unexpected } from './error.js'
import { makeReward, type RewardInit } from './make.js'
import type { Outcome } from './outcome.js'
import type { Reward, ScoreContext } from './reward.js'

/**
 * Judges a whole batch: one outcome or number a sample, in order.
 *
 * @category model
 * @since 0.1.0
 */
export type BatchJudge<S> = (
  batch: ReadonlyArray<S>,
  context: ScoreContext,
) => ReadonlyArray<Outcome | number> | Promise<ReadonlyArray<Outcome | number>>

/**
 * A reward from a function of a batch: the right form for models, which are faster on many samples at once.
 *
 * @param init - Name and range, and whatever else is known.
 * @param judge - Called once a batch that is not empty. What it throws, or rejects with, is `Left Unexpected`: the batch is lost, nothing is made up.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const half = fromBatch<unknown>({ name: 'half', range: { min: 0, max: 1 } }, (batch) => batch.map(() => 0.5))
 * expect(await score(half, ['a', 'b'])).toEqual([{ _tag: 'Scored', value: 0.5 }, { _tag: 'Scored', value: 0.5 }])
 * ```
 * @category constructors
 * @since 0.1.0
 */
export const fromBatch = <S>(init: RewardInit, judge: BatchJudge<S>): Reward<S> =>
  makeReward<S>(init, (batch, context = {}) =>
    TE.tryCatch(
      async () => (batch.length === 0 ? [] : ((await judge(batch, context)) as ReadonlyArray<Outcome>)),
      (cause) => unexpected(init.name, cause),
    ),
  )
