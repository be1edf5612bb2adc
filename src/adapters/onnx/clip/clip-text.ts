import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { badFile, type ModelFolder } from '../huggingface/read-json.js'
import { openTokenizer, type Tokenizer } from '../huggingface/tokenizer.js'
import { type ClipTextConfig, HIGHEST_ID } from './clip-config.js'

/** The tokens of a text, and the place of the one whose state stands for it. */
export interface ClipTokens {
  readonly ids: ReadonlyArray<number>
  readonly end: number
}

/** Turns texts into tokens: beginning, text, end; cut to what the network reads. */
export type TokenizeClip = (text: string) => E.Either<RewardError, ClipTokens>

/**
 * Opens the tokenizer of a CLIP network.
 *
 * @returns `Left MissingModel` without its files; `Left BadFile` where they are no tokenizer's, or have tokens beyond the vocabulary of the
 *   configuration.
 */
export const openClipText = (model: ModelFolder, config: ClipTextConfig): TE.TaskEither<RewardError, TokenizeClip> =>
  pipe(
    openTokenizer(model),
    TE.filterOrElse(
      ({ largestId }) => largestId < config.vocabularySize,
      ({ file, largestId }) =>
        badFile(
          file,
          `tokens numbered below ${config.vocabularySize}, the vocab_size of config.json`,
          String(largestId),
        ),
    ),
    TE.map((tokenizer) => (text) => tokensOf(tokenizer, config, text)),
  )

const tokensOf = (
  { encode, file }: Tokenizer,
  { maxPositions, eosId }: ClipTextConfig,
  text: string,
): E.Either<RewardError, ClipTokens> =>
  pipe(
    encode(text, maxPositions),
    E.filterOrElse(
      (ids) => ids.length > 0 && ids.length <= maxPositions,
      (ids) => badFile(file, 'a tokenizer that puts one token before a text and one after it', `${ids.length} tokens`),
    ),
    E.map((ids) => ({ ids, end: endOf(ids, eosId) })),
  )

/** As transformers finds it: the first end, the first token where there is none; under the older rule the first of the highest ids. */
const endOf = (ids: ReadonlyArray<number>, eosId: number): number => {
  if (eosId === HIGHEST_ID) return ids.indexOf(Math.max(...ids))
  return Math.max(0, ids.indexOf(eosId))
}
