import type { Either } from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'

/** A text of beam search, and how good it is. */
export interface ScoredText {
  /** The given beginning included, and the end token where it was written. */
  readonly ids: ReadonlyArray<number>
  /** Sum of the log-probabilities of the tokens written / (their number ^ lengthPenalty), in natural logarithms. */
  readonly score: number
}

/** What was written about one image. */
export interface Generated {
  /** The given beginning included, and the end token where it was written. */
  readonly ids: ReadonlyArray<number>
  /** In beam search: the score of this text. */
  readonly score?: number
  /** In beam search: all texts it ended with, the best first; as many as beams, unless no more are possible. */
  readonly beams?: ReadonlyArray<ScoredText>
}

/** A row of the next step: the text of a row of this one, with a token more. */
export interface NextRow {
  /** Counted within the rows of this image. */
  readonly row: number
  readonly token: number
}

/** All that is being written about one image. */
export interface TextUnderWay {
  /**
   * Chooses by the scores of its rows, in the first step of one, later of those it asked for.
   *
   * @returns The rows of the next step; none when it is finished.
   */
  readonly advance: (rows: ReadonlyArray<Float32Array>) => Either<RewardError, ReadonlyArray<NextRow>>
  /** What there is, when it is finished. */
  readonly generated: () => Generated
}
