import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'

/** Scores of each token of the vocabulary to come next, a row for each text under way: [rows, vocabulary], before any softmax. */
export interface Logits {
  readonly rows: number
  readonly vocabulary: number
  readonly values: Float32Array
}

/**
 * A text decoder that has read a number of images, and writes texts about them token by token. It remembers what it has read of each text
 * (the keys and values of self-attention), so that a step reads new tokens alone.
 */
export interface DecoderRun {
  /**
   * Reads tokens, and scores the next one.
   *
   * @param from - A number for each row: in the first step the image it is about, afterwards the row of the step before that it goes on
   *   from. Rows may be left out (their texts are finished) and be there several times (beams). Rows about one image stand together, and
   *   every image that is left has the same number of them.
   * @param tokens - The new tokens of each row, all rows the same number, at least one: the whole beginning in the first step, then one by one.
   */
  readonly step: (
    from: ReadonlyArray<number>,
    tokens: ReadonlyArray<ReadonlyArray<number>>,
  ) => TaskEither<RewardError, Logits>
}
