import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../../../core/error.js'
import { generateFault } from '../../../recaption/decoding/decoding-fault.js'
import type { GenerateOptions } from '../../../recaption/decoding/options.js'
import type { BlipTextConfig } from './blip-config.js'
import type { BlipText } from './blip-text.js'
import { type BlipOptions, MAX_NEW_TOKENS } from './options.js'

/** How captions are written, but for chance. */
export type CaptionDecoding = Omit<GenerateOptions, 'random'>

/**
 * How the captions of a model are written: as the options say, from what every caption begins with to the token that ends it.
 *
 * @returns `Left InvalidOption` where the longest caption does not fit into the positions of the model, and for what else `generate` would refuse:
 *   failures come before training.
 */
export const captionDecoding = (
  reward: string,
  options: BlipOptions,
  text: BlipText,
  { maxPositions, sepId: endId }: BlipTextConfig,
): E.Either<RewardError, CaptionDecoding> => {
  const { prompt, mode, maxNewTokens = MAX_NEW_TOKENS, minNewTokens, minLength, repetitionPenalty } = options
  return pipe(
    text.beginning(prompt),
    E.filterOrElse(
      (begin) => begin.length + maxNewTokens <= maxPositions + 1,
      (begin): RewardError => ({
        _tag: 'InvalidOption',
        reward,
        option: 'maxNewTokens',
        expected: `at most ${maxPositions + 1 - begin.length}, as the model has ${maxPositions} positions`,
        received: String(maxNewTokens),
      }),
    ),
    E.map((begin) => ({ mode, maxNewTokens, minNewTokens, minLength, repetitionPenalty, begin, endId })),
    E.chain((decoding) => {
      const fault = generateFault(reward, 1, { ...decoding, random: () => () => 0 })
      return fault === undefined ? E.right(decoding) : E.left(fault)
    }),
  )
}
