/// <reference lib="esnext.disposable" preserve="true" />
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from './error.js'
import type { Outcome } from './outcome.js'
import type { Range } from './range.js'

/**
 * What is known of a reward before it scores anything.
 *
 * @category model
 * @since 0.1.0
 */
export interface RewardMeta {
  /** How logs, parts and errors call it. */
  readonly name: string
  /** Where its values lie. Declared by rewards, computed by combinators, enforced when it scores. */
  readonly range: Range
  /** Whether the same sample always gets the same value. */
  readonly deterministic: boolean
  /** The fields of a sample it reads, all of them; empty where that is not known. */
  readonly fields: ReadonlyArray<string>
  /** The parts of a composed reward, in order, by the name their outcomes carry. */
  readonly parts?: Readonly<Record<string, RewardMeta>>
}

/** Milliseconds from any fixed moment, never going back. */
export type Clock = () => number

/**
 * What a run brings along: cancellation, and the clock (replaceable in tests).
 *
 * @category model
 * @since 0.1.0
 */
export interface ScoreContext {
  readonly signal?: AbortSignal
  readonly clock?: Clock
}

/**
 * Batch first, order kept, one outcome a sample. `Left` when the batch as a whole is impossible (package missing, time out,
 * cancelled); a sample that cannot be judged is `Failed` and its neighbours are scored all the same.
 *
 * @category model
 * @since 0.1.0
 */
export type Score<S> = (
  batch: ReadonlyArray<S>,
  context?: ScoreContext,
) => TaskEither<RewardError, ReadonlyArray<Outcome>>

/**
 * The one interface of this library. Contravariant in `S`: a reward that reads little fits wherever more is given.
 *
 * @category model
 * @since 0.1.0
 */
export interface Reward<in S> {
  readonly meta: RewardMeta
  readonly score: Score<S>
  /** Frees what the reward holds (model sessions). A composed reward frees its parts. */
  readonly [Symbol.asyncDispose]?: () => Promise<void>
}

/** Any reward at all, whatever it reads. */
export type AnyReward = Reward<never>

/** The sample type a reward reads. Of a union of rewards (an element of a mixed array) every one: the brackets keep it whole. */
export type SampleOf<R> = [R] extends [Reward<infer S>] ? S : never

/** What a sample must hold to be read by every one of `Rs`: the intersection of their sample types. */
export type SampleOfAll<Rs extends ReadonlyArray<AnyReward>> = {
  [K in keyof Rs]: (sample: SampleOf<Rs[K]>) => void
}[number] extends (sample: infer S) => void
  ? S
  : never
