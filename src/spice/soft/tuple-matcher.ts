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
 * The tuples of two graphs that are compared.
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
 * i * (number of reference tuples) + j. All are in [0, 1]. Tuples of unlike length are not compared: any number of that range stands there.
 *
 * @category model
 * @since 0.3.0
 */
export type Similarities = ArrayLike<number>

/**
 * Port: how similar tuples are. It is asked for all pairs of a batch at once, in order, so that a model sees each distinct phrase once.
 * {@link wordNetSimilarity} needs no model; a sentence encoder, or a service of your own, can take its place.
 *
 * @category port
 * @since 0.3.0
 */
export interface TupleMatcher {
  readonly similarities: (
    pairs: ReadonlyArray<TuplePair>,
    signal?: AbortSignal,
  ) => TE.TaskEither<RewardError, ReadonlyArray<Similarities>>
}

/**
 * How similar two tuples of one length are, without a model: symmetric, in [0, 1], 1 for the same.
 *
 * @category model
 * @since 0.3.0
 */
export type TupleSimilarity = (a: SoftTuple, b: SoftTuple) => number
