/// <reference lib="esnext.disposable" preserve="true" />
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { Reward } from '../../../core/reward.js'
import { textImageMatching, type TextImageMatchingOptions } from '../../../text-image-matching/text-image-matching.js'
import type { TokenSample } from '../../../text-image-matching/token-sample.js'
import { loadTokenMatcher, type TokenMatcherOptions } from './load-token-matcher.js'

/**
 * Options of {@link loadTextImageMatching}.
 *
 * @category model
 * @since 0.5.0
 */
export interface FastTextImageMatchingOptions extends Omit<TextImageMatchingOptions, 'matcher'>, TokenMatcherOptions {}

/**
 * R_TIM on the fast path: `textImageMatching` with the matcher of {@link loadTokenMatcher}.
 *
 * @param options - Those of both.
 * @returns `Left` as of {@link loadTokenMatcher}; else the reward, which frees the runtime's session when it is disposed of. Outcomes are those of
 *   `textImageMatching` within 1e-6; errors are the same.
 * @category rewards
 * @since 0.5.0
 */
export const loadTextImageMatching = (
  options: FastTextImageMatchingOptions = {},
): TE.TaskEither<RewardError, Reward<TokenSample> & AsyncDisposable> => {
  const { threads, ...rest } = options
  return pipe(
    loadTokenMatcher(threads === undefined ? {} : { threads }),
    TE.map((matcher) => ({
      ...textImageMatching({ ...rest, matcher }),
      [Symbol.asyncDispose]: async () => matcher[Symbol.asyncDispose](),
    })),
  )
}
