import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import { bestMatches, type MatchOptions } from './best-matches.js'
import type { HeldTokens } from './tokens-from.js'

/**
 * Symmetric best-match cosine similarity between image tokens and text tokens, R_TIM.
 *
 * s = (mean_j max_k S[j,k] + mean_k max_j S[j,k]) / 2, with S = I Tᵀ and the rows of I and T divided by max(their length, 1e-12).
 *
 * @param image - [n, d], n ≥ 1, in any form that `tokensFrom` takes. Rows need not be normalised.
 * @param text - The same of [m, d], m ≥ 1, the same d.
 * @param options - `imageMask` and `textMask`: the rows that count, at least one a side.
 * @returns Left `InvalidInput` where a shape or a mask does not fit or no row is left, Left `NonFinite` for a NaN or an infinity in a row that
 *   counts; else Right s, no unit, in [-1, 1], exactly 1 when the sets coincide (rows of zeros apart).
 * @remarks A row of zeros has similarity 0; NaN and infinities in rows that a mask leaves out are not looked at. Cost O(n m d) time and
 *   O(n + m) memory beside the tokens. Paper: CoRL (arXiv 2505.17534), text-image matching reward. Differs from the released code: all sums are
 *   taken in float64, where that computes in the dtype of the tokens. In float32 it lies within 3e-8 of this; in bfloat16, as it trains, within 1e-3,
 *   and that arithmetic is not reproduced. A row longer than 1.8e19 overflows there in float32, and its cosines are 0; here they are what
 *   the formula says. A NaN or an infinity makes NaN there, an empty side raises an exception.
 * @example
 * ```ts @import.meta.vitest
 * const { right } = await import('fp-ts/lib/Either.js')
 * expect(matchTokens([[1, 0], [0, 1]], [[1, 0]])).toEqual(right(0.75))
 * expect(matchTokens([[1, 0]], [])).toMatchObject({ left: { _tag: 'InvalidInput', expected: 'at least one token' } })
 * ```
 * @category pure
 * @since 0.4.0
 */
export const matchTokens = (
  image: HeldTokens,
  text: HeldTokens,
  options: MatchOptions = {},
): E.Either<RewardError, number> =>
  E.map(({ value }: { readonly value: number }) => value)(bestMatches(image, text, options))
