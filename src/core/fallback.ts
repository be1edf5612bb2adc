import { describe } from './error.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { failed, type Outcome } from './outcome.js'
import { makeReward, rejected, runReward } from './make.js'
import { composedMeta, partNames } from './parts.js'
import { union } from './range.js'
import type { AnyReward, Reward } from './reward.js'
import { rescore, rowsWhere } from './subset.js'

/** Options of {@link fallback}. */
export interface FallbackOptions {
  /** Which outcomes of the first reward the second one replaces. Default: `'failed'`. */
  readonly on?: 'failed' | 'skipped' | 'both'
  /** How it is called in logs and parts. Default: made of the parts' names. */
  readonly name?: string
}

/**
 * The first reward, and the second one for the samples where the first fails. A first reward that cannot score the batch at
 * all (`Left`) is replaced for every sample, but for a cancelled run, which stays cancelled. A second reward that cannot score its
 * samples (`Left`) fails them, unless nothing else was scored: then the batch is `Left`. The parts tell what the first one
 * said, and the second one where it was asked.
 *
 * @category combinators
 * @since 0.1.0
 */
export const fallback = <A, B>(first: Reward<A>, second: Reward<B>, options: FallbackOptions = {}): Reward<A & B> => {
  const { on = 'failed', name = `fallback(${first.meta.name}, ${second.meta.name})` } = options
  const replaced = (outcome: Outcome): boolean =>
    (outcome._tag === 'Failed' && on !== 'skipped') || (outcome._tag === 'Skipped' && on !== 'failed')
  const parts: ReadonlyArray<AnyReward> = [first, second]
  if (!['failed', 'skipped', 'both'].includes(on)) {
    const expected = "'failed', 'skipped' or 'both'"
    return rejected(
      name,
      { _tag: 'InvalidOption', reward: 'fallback', option: 'on', expected, received: describe(on) },
      parts,
    )
  }
  const [firstName = '', secondName = ''] = partNames(parts)
  return makeReward<A & B>(
    { name, range: union(first.meta.range, second.meta.range), ...composedMeta(parts) },
    (batch, context) =>
      pipe(
        runReward(first, batch, context),
        TE.orElse((error) =>
          error._tag === 'Aborted' || on === 'skipped' ? TE.left(error) : TE.right(batch.map(() => failed(error))),
        ),
        TE.chain((tried) =>
          pipe(
            rescore(second, batch, tried, rowsWhere(tried, replaced), context),
            // What the first reward has scored is not lost with the second one.
            TE.orElse((error) =>
              error._tag === 'Aborted' || !tried.some((outcome) => !replaced(outcome))
                ? TE.left(error)
                : TE.right(tried.map((outcome) => (replaced(outcome) ? failed(error) : outcome))),
            ),
            TE.map((outcomes) =>
              outcomes.map((outcome, row) => {
                const before = tried[row] as Outcome
                const after = replaced(before) ? { [secondName]: outcome } : {}
                return { ...outcome, parts: { [firstName]: before, ...after } }
              }),
            ),
          ),
        ),
      ),
    parts,
  )
}
