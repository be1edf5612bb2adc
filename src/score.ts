import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, showError } from './core/error.js'
import { runReward } from './core/make.js'
import type { Outcome } from './core/outcome.js'
import type { Reward, ScoreContext } from './core/reward.js'

/**
 * What the Promise façade throws: the error as data under `error`, its sentence as the message.
 *
 * @category errors
 * @since 0.1.0
 */
export class RewardException extends Error {
  override readonly name = 'RewardException'

  constructor(readonly error: RewardError) {
    super(showError(error), error._tag === 'Unexpected' ? { cause: error.cause } : undefined)
  }
}

/**
 * Scores samples: the Promise façade over {@link Reward}.
 *
 * @param reward - Any reward; what it reads is demanded of the samples at compile time.
 * @param samples - In any number; `[]` gives `[]`.
 * @param options - `signal` cancels the run, within 50 ms.
 * @returns One outcome a sample, in order. Rejects with {@link RewardException} when the batch as a whole is impossible; a sample
 *   that cannot be judged is a `Failed` outcome instead.
 * @example
 * ```ts @import.meta.vitest
 * const { format } = await import('./format/index.js')
 * expect(await score(format(), [{ completion: '<think>2 + 2</think><answer>4</answer>' }])).toEqual([{ _tag: 'Scored', value: 1 }])
 * ```
 * @category destructors
 * @since 0.1.0
 */
export const score = async <S>(
  reward: Reward<S>,
  samples: ReadonlyArray<S>,
  options: ScoreContext = {},
): Promise<ReadonlyArray<Outcome>> => {
  const result = await runReward(reward, samples, options)()
  if (E.isLeft(result)) throw new RewardException(result.left)
  return result.right
}
