import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { Reward } from '../../../core/reward.js'
import { textImageMatching, type TextImageMatchingOptions } from '../../../text-image-matching/text-image-matching.js'
import type { TokenSample } from '../../../text-image-matching/token-sample.js'
import { loadTensorMatcher } from './load-tensor-matcher.js'

/**
 * R_TIM where the tokens are tensors of tfjs: `textImageMatching` with the matcher of {@link loadTensorMatcher}. Samples with tokens in memory or in files are
 * scored as ever, by `matcher` where there is one.
 *
 * @param options - Those of `textImageMatching`.
 * @returns `Left MissingPackage` without `@tensorflow/tfjs-core`; else the reward. Outcomes are those of `textImageMatching` within 1e-6; errors are the same.
 * @category rewards
 * @since 0.5.0
 */
export const loadTensorTextImageMatching = (
  options: Omit<TextImageMatchingOptions, 'tensorMatcher'> = {},
): TE.TaskEither<RewardError, Reward<TokenSample>> =>
  pipe(
    loadTensorMatcher(),
    TE.map((tensorMatcher) => textImageMatching({ ...options, tensorMatcher })),
  )
