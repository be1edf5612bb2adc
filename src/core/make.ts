/// <reference lib="esnext.disposable" preserve="true" />
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { abortable } from './abort.js'
import { describe, type RewardError, unexpected } from './error.js'
import { failed, type Outcome, scored } from './outcome.js'
import { contains, type Range } from './range.js'
import type { AnyReward, Reward, RewardMeta, Score, ScoreContext } from './reward.js'

/**
 * What the author of a reward declares. `deterministic` is true and `fields` empty unless said otherwise.
 *
 * @category model
 * @since 0.1.0
 */
export interface RewardInit {
  readonly name: string
  readonly range: Range
  readonly deterministic?: boolean
  readonly fields?: ReadonlyArray<string>
  readonly parts?: Readonly<Record<string, RewardMeta>>
}

/** Fills the defaults in. */
export const toMeta = (init: RewardInit): RewardMeta => ({ deterministic: true, fields: [], ...init })

/** Whether a value from foreign code is an outcome: its tag, and what those who read it go on to look at. */
const isOutcome = (answer: unknown): answer is Outcome => {
  if (typeof answer !== 'object' || answer === null) return false
  const { _tag, reason, error } = answer as { readonly [K in '_tag' | 'reason' | 'error']?: unknown }
  if (_tag === 'Scored') return true
  const why = _tag === 'Skipped' ? reason : _tag === 'Failed' ? error : undefined
  return typeof why === 'object' && why !== null
}

/** Holds one answer against what the reward declares: a NaN, an infinity or a value out of range never gets through,
 * and what cannot even be read fails its own sample. */
export const checkOutcome = (meta: RewardMeta, answer: unknown): Outcome => {
  try {
    return readOutcome(meta, answer)
  } catch (cause) {
    return failed(unexpected(meta.name, cause))
  }
}

const readOutcome = (meta: RewardMeta, answer: unknown): Outcome => {
  const outcome = typeof answer === 'number' ? scored(answer) : answer
  if (!isOutcome(outcome))
    return failed(unexpected(meta.name, `expected a number or an outcome, got ${describe(answer)}`))
  const rotten = rottenPart(outcome.parts)
  if (rotten !== undefined) return failed(unexpected(meta.name, `the part ${JSON.stringify(rotten)} holds no outcome`))
  if (outcome._tag !== 'Scored') return outcome
  const { value } = outcome
  if (!Number.isFinite(value)) return withParts(failed({ _tag: 'NonFinite', reward: meta.name, value }), outcome)
  if (contains(meta.range, value)) return outcome
  return withParts(failed({ _tag: 'OutOfRange', reward: meta.name, value, ...meta.range }), outcome)
}

/** The first part, at any depth, that is no outcome or holds a value that is no finite number. */
const rottenPart = (parts: unknown): string | undefined => {
  if (parts === undefined) return undefined
  if (typeof parts !== 'object' || parts === null) return 'parts'
  for (const [name, part] of Object.entries(parts) as ReadonlyArray<[string, unknown]>) {
    if (!isOutcome(part) || (part._tag === 'Scored' && !Number.isFinite(part.value))) return name
    const inside = rottenPart(part.parts)
    if (inside !== undefined) return `${name}/${inside}`
  }
  return undefined
}

const withParts = <O extends Outcome>(outcome: O, from: Outcome): O =>
  from.parts === undefined ? outcome : { ...outcome, parts: from.parts }

/** Holds a whole answer against the batch: as many outcomes as samples, each one sound. */
const checkBatch =
  (meta: RewardMeta, expected: number) =>
  (outcomes: unknown): E.Either<RewardError, ReadonlyArray<Outcome>> => {
    if (!Array.isArray(outcomes)) {
      return E.left(unexpected(meta.name, `expected an array of outcomes, got ${describe(outcomes)}`))
    }
    // Array.from, because map leaves the holes of a sparse array as they are.
    return outcomes.length === expected
      ? E.right(Array.from(outcomes, (outcome) => checkOutcome(meta, outcome)))
      : E.left({ _tag: 'WrongLength', reward: meta.name, expected, received: outcomes.length })
  }

/** Scoring functions that check their own answers. */
const checking = new WeakSet<Score<never>>()

/** Marks a scoring function as one whose answers are checked already. */
export const markChecked = <S>(score: Score<S>): Score<S> => {
  checking.add(score)
  return score
}

/**
 * Runs any reward, also one that a caller put together by hand: what it throws or rejects with is `Left Unexpected`, and its answers
 * are held against the batch and its range.
 */
export const runReward = <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  context: ScoreContext | undefined,
): TE.TaskEither<RewardError, ReadonlyArray<Outcome>> => {
  if (checking.has(reward.score)) return reward.score(batch, context)
  const { meta } = reward
  const run = TE.tryCatch(
    async () => reward.score(batch, context)(),
    (cause) => unexpected(meta.name, cause),
  )
  return abortable(pipe(run, TE.chainEitherK(E.chain(checkBatch(meta, batch.length)))), context?.signal)
}

/**
 * A reward from its declaration and its scoring function. Cancellation, length, finiteness and range are taken care of.
 *
 * @param init - Name and range, and whatever else is known.
 * @param score - Scores a batch. Its outcomes are checked: a wrong number of them is `Left WrongLength`, a NaN or infinity is
 *   `Failed NonFinite`, a value outside the range `Failed OutOfRange`.
 * @param parts - Rewards this one is made of: disposing of it disposes of them, each once.
 * @category constructors
 * @since 0.1.0
 */
export const makeReward = <S>(init: RewardInit, score: Score<S>, parts: ReadonlyArray<AnyReward> = []): Reward<S> => {
  const meta = toMeta(init)
  const checked: Score<S> = (batch, context) =>
    abortable(pipe(score(batch, context), TE.chainEitherK(checkBatch(meta, batch.length))), context?.signal)
  return { meta, score: markChecked(checked), ...disposal(parts) }
}

/** Disposals begun. A part that is reached twice (in two sums, or by way of a combinator) is freed once. */
const disposed = new WeakMap<AnyReward, Promise<void>>()

const disposeOnce = (owner: AnyReward): Promise<void> => {
  const begun = disposed.get(owner)
  if (begun !== undefined) return begun
  const end = (async () => owner[Symbol.asyncDispose]?.())()
  disposed.set(owner, end)
  return end
}

/** The disposer of a composed reward; none where no part holds anything. */
export const disposal = (parts: ReadonlyArray<AnyReward>): Pick<AnyReward, typeof Symbol.asyncDispose> => {
  const owners = [...new Set(parts)].filter((part) => part[Symbol.asyncDispose] !== undefined)
  if (owners.length === 0) return {}
  return {
    [Symbol.asyncDispose]: async () => {
      const ends = await Promise.allSettled(owners.map(disposeOnce))
      const rejected = ends.find((end) => end.status === 'rejected')
      return rejected === undefined ? undefined : Promise.reject(rejected.reason as Error)
    },
  }
}

/**
 * A reward that was built from an impossible option: every batch is `Left` of the error, so that it is told at the first
 * call, before any training, and nothing is thrown.
 *
 * @param name - How the reward would have been called.
 * @param error - The error of every batch, an `InvalidOption` as a rule.
 * @param parts - Rewards it was to be made of: disposing of it disposes of them all the same.
 * @category constructors
 * @since 0.1.0
 */
export const rejected = (name: string, error: RewardError, parts: ReadonlyArray<AnyReward> = []): Reward<unknown> => ({
  meta: toMeta({ name, range: { min: 0, max: 0 } }),
  score: markChecked(() => TE.left(error)),
  ...disposal(parts),
})
