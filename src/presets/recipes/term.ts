import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { makeReward, runReward } from '../../core/make.js'
import type { Outcome } from '../../core/outcome.js'
import type { Range } from '../../core/range.js'
import type { Reward } from '../../core/reward.js'

/**
 * A reward as a term of a formula: under the name it has there, its values brought into `within` where they can lie outside of it. Parts and detail
 * stay: they tell the value before.
 */
export const term = <S>(reward: Reward<S>, name: string, within: Range = reward.meta.range): Reward<S> => {
  const inside = (value: number): number => Math.min(within.max, Math.max(within.min, value))
  const { min, max } = reward.meta.range
  return makeReward<S>(
    { ...reward.meta, name, range: { min: inside(min), max: inside(max) } },
    (batch, context) =>
      pipe(
        runReward(reward, batch, context),
        TE.map((outcomes) =>
          outcomes.map((outcome): Outcome =>
            outcome._tag === 'Scored' ? { ...outcome, value: inside(outcome.value) } : outcome,
          ),
        ),
      ),
    [reward],
  )
}
