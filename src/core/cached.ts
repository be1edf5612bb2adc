import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { digestOf } from './digest.js'
import { type RewardError, unexpected } from './error.js'
import { failed, type Outcome } from './outcome.js'
import { makeReward, rejected, runReward } from './make.js'
import type { Reward, ScoreContext } from './reward.js'
import { mapInTurns } from './turn.js'

/** Options of {@link cached}. */
export interface CachedOptions<S> {
  /** Outcomes kept, a positive integer; the least recently used one goes first. Default 10,000. */
  readonly maxEntries?: number
  /** The content an outcome hangs on. Default: the fields the reward declares to read, or the whole sample where it declares none. */
  readonly key?: (sample: S) => unknown
}

/**
 * Remembers outcomes by the content of the sample (SHA-256 over its JSON values and bytes), across batches and within one: equal
 * samples of a batch are scored once. Scored and skipped outcomes are kept; failures are not, so a sample that failed is tried
 * again. A sample whose content cannot be read (a cycle, a function, a `Map`) is `Failed`: give `key`.
 *
 * @param reward - A reward that is not deterministic has its first value frozen.
 * @category combinators
 * @since 0.1.0
 */
export const cached = <S>(reward: Reward<S>, options: CachedOptions<S> = {}): Reward<S> => {
  const { maxEntries = 10_000, key = (sample: S): unknown => readFields(sample, reward.meta.fields) } = options
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    const [expected, received] = ['a positive integer', String(maxEntries)]
    return rejected(
      reward.meta.name,
      { _tag: 'InvalidOption', reward: 'cached', option: 'maxEntries', expected, received },
      [reward],
    )
  }
  const store = new Map<string, Outcome>()
  const recall = (digest: string): Outcome | undefined => {
    const outcome = store.get(digest)
    if (outcome === undefined) return undefined
    store.delete(digest)
    store.set(digest, outcome)
    return outcome
  }
  const remember = (digest: string, outcome: Outcome): void => {
    if (outcome._tag === 'Failed') return
    store.delete(digest)
    store.set(digest, outcome)
    if (store.size <= maxEntries) return
    const [oldest] = store.keys()
    if (oldest !== undefined) store.delete(oldest)
  }
  /** Outcomes by digest: those remembered, and the rows to score for the others. */
  const lookUp = (digests: ReadonlyArray<string | Error>): readonly [Map<string, Outcome>, Map<string, number>] => {
    const known = new Map<string, Outcome>()
    const rowOf = new Map<string, number>()
    for (const [row, digest] of digests.entries()) {
      if (digest instanceof Error || known.has(digest) || rowOf.has(digest)) continue
      const outcome = recall(digest)
      if (outcome === undefined) rowOf.set(digest, row)
      else known.set(digest, outcome)
    }
    return [known, rowOf]
  }
  const scoreAnew = (
    batch: ReadonlyArray<S>,
    digests: ReadonlyArray<string | Error>,
    context: ScoreContext | undefined,
  ): TE.TaskEither<RewardError, ReadonlyArray<Outcome>> => {
    const [known, rowOf] = lookUp(digests)
    const rows = [...rowOf.values()]
    return pipe(
      rows.length === 0
        ? TE.right<RewardError, ReadonlyArray<Outcome>>([])
        : runReward(
            reward,
            rows.map((row) => batch[row] as S),
            context,
          ),
      TE.map((fresh) => {
        for (const [i, digest] of [...rowOf.keys()].entries()) {
          known.set(digest, fresh[i] as Outcome)
          remember(digest, fresh[i] as Outcome)
        }
        return digests.map((digest) =>
          digest instanceof Error ? failed(unexpected(reward.meta.name, digest)) : (known.get(digest) as Outcome),
        )
      }),
    )
  }
  return makeReward<S>(
    reward.meta,
    (batch, context) =>
      pipe(
        mapInTurns(batch, (sample) => digestOf(() => key(sample)), context),
        TE.chain((digests) => scoreAnew(batch, digests, context)),
      ),
    [reward],
  )
}

const readFields = (sample: unknown, fields: ReadonlyArray<string>): unknown => {
  if (fields.length === 0 || typeof sample !== 'object' || sample === null) return sample
  return fields.map((field) => (sample as Readonly<Record<string, unknown>>)[field])
}
