import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { ScoreContext } from '../core/reward.js'
import type { KeptTokens } from './kept-tokens.js'
import type { BestBoth } from './match-rows.js'

/**
 * Finds the best match of each token: the port of {@link textImageMatching} for arithmetic that is faster than the library's own, which sums in
 * float64.
 *
 * @category model
 * @since 0.5.0
 */
export interface TokenMatcher {
  /**
   * @param image - Of one width with `text`. Its numbers may be anything: NaN, infinities, squares that overflow.
   * @returns Right the best matches of both sides, counted among the rows that count; Right nothing for tokens that this arithmetic does not
   *   suffice for, which are then compared in float64, or told to be wrong; `Left Aborted`, and `Left` where nothing can be compared any more.
   */
  readonly match: (
    image: KeptTokens,
    text: KeptTokens,
    context: ScoreContext,
  ) => TaskEither<RewardError, BestBoth | undefined>
}
