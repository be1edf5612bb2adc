import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from './error.js'
import { failed, type Outcome } from './outcome.js'
import { makeReward } from './make.js'
import type { Reward, ScoreContext } from './reward.js'
import { rescore } from './subset.js'
import { mapInTurns } from './turn.js'

/**
 * A reward for other samples: `f` says how to read one as the reward expects it. Name, range and parts stay; which fields `f`
 * reads is not known, so none are declared.
 *
 * contramap(r, identity) = r, and contramap(contramap(r, f), g) = contramap(r, x => f(g(x))).
 *
 * @param f - What it throws fails that sample alone.
 * @example
 * ```ts @import.meta.vitest
 * const { fromPointwise, score } = await import('../index.js')
 * const length = fromPointwise<string>({ name: 'length', range: { min: 0, max: Infinity } }, (text) => text.length)
 * expect(await score(contramap(length, (row: { text: string }) => row.text), [{ text: 'abc' }])).toMatchObject([{ value: 3 }])
 * ```
 * @category combinators
 * @since 0.1.0
 */
export const contramap = <S, T>(reward: Reward<S>, f: (sample: T) => S): Reward<T> =>
  makeReward(
    { ...reward.meta, fields: [] },
    (batch, context) => {
      const readOne = (sample: T): E.Either<RewardError, S> =>
        E.tryCatch(
          () => f(sample),
          (cause) => unexpected(reward.meta.name, cause),
        )
      return pipe(
        mapInTurns(batch, readOne, context),
        TE.chain((read) => scoreRead(reward, read, context)),
      )
    },
    [reward],
  )

const scoreRead = <S>(
  reward: Reward<S>,
  read: ReadonlyArray<E.Either<RewardError, S>>,
  context: ScoreContext | undefined,
): TE.TaskEither<RewardError, ReadonlyArray<Outcome>> => {
  const placeholders: ReadonlyArray<Outcome> = read.map((either) => failed(E.isLeft(either) ? either.left : unread))
  const rows = read.flatMap((either, row) => (E.isRight(either) ? [row] : []))
  const samples = read.map((either) => (E.isRight(either) ? either.right : undefined)) as ReadonlyArray<S>
  return rescore(reward, samples, placeholders, rows, context)
}

/** Stands in a row until its outcome is there; `rescore` replaces it. */
const unread = unexpected('contramap', 'not scored')
