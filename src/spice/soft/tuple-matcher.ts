import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'

/**
 * A tuple whose places are concepts: at each place the strings that name the same thing, as they stood in the texts, the first one first.
 * Mostly it's one string; there are more where synonyms were merged: [['man', 'adult male'], ['sit on'], ['horse']].
 *
 * @category model
 * @since 0.3.0
 */
export type SoftTuple = ReadonlyArray<ReadonlyArray<string>>

/**
 * Tuples that are compared, all of one length: objects with objects, attributes with attributes, relations with relations.
 *
 * @category model
 * @since 0.3.0
 */
export interface TuplePair {
  readonly candidate: ReadonlyArray<SoftTuple>
  readonly reference: ReadonlyArray<SoftTuple>
}

/**
 * How similar each tuple of a candidate is to each of its reference, row by row: that of tuples i and j stands at
 * i * (number of reference tuples) + j. All are in [0, 1].
 *
 * @category model
 * @since 0.3.0
 */
export type Similarities = ArrayLike<number>

/**
 * How similar tuples are, without a model and at once: a pure function. `wordNetMatcher` makes one.
 *
 * @category model
 * @since 0.3.0
 */
export type PureMatcher = (pair: TuplePair) => Similarities

/**
 * Port: how similar tuples are. It is asked for all pairs of a batch at once and answers in their order, so that a model sees each distinct
 * phrase once. A sentence encoder is one; so is a service of your own.
 *
 * @category ports
 * @since 0.3.0
 */
export interface TupleMatcher {
  readonly similarities: (
    pairs: ReadonlyArray<TuplePair>,
    signal?: AbortSignal,
  ) => TE.TaskEither<RewardError, ReadonlyArray<Similarities>>
}
