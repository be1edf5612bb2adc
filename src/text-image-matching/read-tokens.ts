import * as TE from 'fp-ts/lib/TaskEither.js'
import { abortable } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import type { TokenMask } from './token-mask.js'
import type { TokenMatrix, TokenOwner } from './token-matrix.js'
import { isTokenTensor, readTensorMask, readTensorTokens, type StoredMask } from './token-tensor.js'
import { tokensFrom } from './tokens-from.js'

/** How long whoever reads may take. */
export interface ReadContext {
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads whatever stands for tokens in a sample, and for masks: the port that {@link textImageMatching} takes as an option.
 *
 * @param input - What the caller gave. The port decides what it accepts, and says so in its errors.
 * @param owner - The reward and the field that the tokens belong to, named in errors.
 * @param context - `signal`: stop waiting when it fires.
 * @returns `Left InvalidInput` for an input that is none, `Left Aborted`; else the tokens. NaN and infinities may be among them.
 * @category model
 * @since 0.4.0
 */
export interface ReadTokens {
  (input: unknown, owner: TokenOwner, context?: ReadContext): TE.TaskEither<RewardError, TokenMatrix>
  /** Reads a mask. Default: what is in memory, and tensors. */
  readonly mask?: ReadMask
}

/**
 * Reads whatever stands for a mask, as {@link ReadTokens} does for tokens.
 *
 * @returns The flags as they are, looked at later.
 * @category model
 * @since 0.5.0
 */
export type ReadMask = (
  input: unknown,
  owner: TokenOwner,
  context?: ReadContext,
) => TE.TaskEither<RewardError, TokenMask | StoredMask>

/** What {@link tokensFrom} takes; tensors of backends that hand their numbers out later, too. */
export const readHeldTokens: ReadTokens = (input, owner, { signal } = {}) =>
  isTokenTensor(input) ? abortable(readTensorTokens(input, owner), signal) : TE.fromEither(tokensFrom(input, owner))

/** Masks in memory, and tensors. */
export const readHeldMask: ReadMask = (input, owner, { signal } = {}) =>
  // What is no mask is told when it is looked at.
  isTokenTensor(input) ? abortable(readTensorMask(input, owner), signal) : TE.right(input as TokenMask)
