import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from './error.js'
import { makeReward, runReward } from './make.js'
import { failed, type Outcome, skipped } from './outcome.js'
import type { Reward, ScoreContext } from './reward.js'
import { rescore } from './subset.js'
import { mapInTurns } from './turn.js'

/** Options of {@link onlyWhere}. */
export interface OnlyWhereOptions {
  /** Why the others are left out, in a sentence. */
  readonly why?: string
  /** The fields that `applies` reads. Default: not known, so that none are declared for the whole either. */
  readonly fields?: ReadonlyArray<string>
}

/**
 * The reward for the samples it is meant for; it is not run for the others, which are skipped (`not-applicable`). Name, range and parts stay.
 *
 * For batches that mix samples of several kinds: a sum under `'trl'` leaves the terms of the other kinds out.
 *
 * onlyWhere(r, always) = r; onlyWhere(onlyWhere(r, p), q) = onlyWhere(r, p and q).
 *
 * @param applies - Whether the reward is for a sample. `Left` fails it, and so does what it throws: that sample alone.
 * @example
 * ```ts @import.meta.vitest
 * const { constant, score } = await import('../index.js')
 * const { right } = await import('fp-ts/lib/Either.js')
 * const images = onlyWhere(constant(1), (sample: { image?: string }) => right(sample.image !== undefined), { why: 'no image' })
 * expect(await score(images, [{ image: 'a.png' }, {}])).toMatchObject([
 *   { value: 1 },
 *   { _tag: 'Skipped', reason: { code: 'not-applicable', message: 'no image' } },
 * ])
 * ```
 * @category combinators
 * @since 0.4.0
 */
export const onlyWhere = <S, T>(
  reward: Reward<S>,
  applies: (sample: T) => E.Either<RewardError, boolean>,
  options: OnlyWhereOptions = {},
): Reward<S & T> => {
  const { name, fields: read } = reward.meta
  const { why = `${name} does not apply to this sample`, fields = [] } = options
  const elsewhere = skipped('not-applicable', why)
  const verdictOn = (sample: T): E.Either<RewardError, boolean> =>
    E.flatten(
      E.tryCatch(
        () => applies(sample),
        (cause) => unexpected(name, cause),
      ),
    )
  return makeReward<S & T>(
    { ...reward.meta, fields: read.length === 0 || fields.length === 0 ? [] : [...new Set([...read, ...fields])] },
    (batch, context) =>
      batch.length === 0
        ? // An impossible reward says so to every batch.
          runReward(reward, batch, context)
        : pipe(
            mapInTurns(batch, verdictOn, context),
            TE.chain((verdicts) => scoreWhere(reward, batch, verdicts, elsewhere, context)),
          ),
    [reward],
  )
}

const scoreWhere = <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  verdicts: ReadonlyArray<E.Either<RewardError, boolean>>,
  elsewhere: Outcome,
  context: ScoreContext | undefined,
): TE.TaskEither<RewardError, ReadonlyArray<Outcome>> => {
  const outcomes = verdicts.map((verdict) => (E.isLeft(verdict) ? failed(verdict.left) : elsewhere))
  const rows = verdicts.flatMap((verdict, row) => (E.isRight(verdict) && verdict.right ? [row] : []))
  return rescore(reward, batch, outcomes, rows, context)
}
