import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { ScoreContext } from '../core/reward.js'
import type { BestBoth } from './match-rows.js'
import type { TokenTensor } from './token-tensor.js'

/**
 * The tokens of a side, a tensor of float32, and which of them count: whatever the sample has for a mask.
 *
 * @category model
 * @since 0.5.0
 */
export interface TensorSide {
  readonly tokens: TokenTensor
  readonly mask: unknown
}

/**
 * Both sides of a sample whose tokens are tensors of one width.
 *
 * @category model
 * @since 0.5.0
 */
export interface TensorPair {
  readonly image: TensorSide
  readonly text: TensorSide
}

/**
 * Finds the best matches of tokens that are on a device: the port of {@link textImageMatching} for all the samples of a batch whose tokens are tensors,
 * so that they are waited for once.
 *
 * @category model
 * @since 0.5.0
 */
export interface TensorMatcher {
  /**
   * @returns Right one entry a pair: the best matches of both sides, counted among the tokens that count; nothing for tokens or masks that this
   *   arithmetic does not suffice for, which are then read and compared in float64, or told to be wrong. `Left Aborted`, and `Left` where nothing can
   *   be compared any more.
   */
  readonly matchAll: (
    pairs: ReadonlyArray<TensorPair>,
    context: ScoreContext,
  ) => TaskEither<RewardError, ReadonlyArray<BestBoth | undefined>>
}
