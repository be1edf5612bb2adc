import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { TokenMatrix, TokenOwner } from './token-matrix.js'

/**
 * Reads whatever stands for tokens in a sample: the port that {@link textImageMatching} takes as an option.
 *
 * @param input - What the caller gave. The port decides what it accepts, and says so in its errors.
 * @param owner - The reward and the field that the tokens belong to, named in errors.
 * @param context - `signal`: stop waiting when it fires.
 * @returns `Left InvalidInput` for an input that is none, `Left Aborted`; else the tokens. NaN and infinities may be among them.
 * @category model
 * @since 0.4.0
 */
export type ReadTokens = (
  input: unknown,
  owner: TokenOwner,
  context?: { readonly signal?: AbortSignal | undefined },
) => TaskEither<RewardError, TokenMatrix>
