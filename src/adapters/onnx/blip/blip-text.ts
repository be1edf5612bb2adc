import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { badFile, type ModelFolder } from '../huggingface/read-json.js'
import { openTokenizer, type Tokenizer, UNITS_PER_TOKEN } from '../huggingface/tokenizer.js'
import type { BlipTextConfig } from './blip-config.js'

/** What BLIP's decoder begins with, and what its tokens say. */
export interface BlipText {
  /**
   * The tokens that a caption begins with: [DEC], and those of the prompt.
   *
   * @param prompt - The caption goes on from it, and begins with it ('a picture of').
   * @returns `Left InvalidOption` for a prompt that leaves no room for a caption.
   */
  readonly beginning: (prompt?: string) => E.Either<RewardError, ReadonlyArray<number>>
  /**
   * The caption of generated tokens, those of the beginning included: special tokens and numbers that the tokenizer does not have are left
   * out.
   *
   * @param cleanUpSpaces - "a man's dog", as transformers 4 has it, in whose time BLIP's captions became rewards (default); else
   *   "a man ' s dog", as transformers 5.
   */
  readonly captionOf: (ids: ReadonlyArray<number>, cleanUpSpaces?: boolean) => E.Either<RewardError, string>
}

/**
 * Opens the tokenizer of a BLIP captioner.
 *
 * @returns `Left MissingModel` without its files; `Left BadFile` where they are no tokenizer's, where it has tokens beyond the vocabulary of
 *   the configuration, or puts anything but one token before and one after a text.
 */
export const openBlipText = (model: ModelFolder, config: BlipTextConfig): TE.TaskEither<RewardError, BlipText> =>
  pipe(
    openTokenizer(model),
    TE.chainFirstEitherK((tokenizer) => checkTokenizer(tokenizer, config)),
    TE.map((tokenizer) => ({
      beginning: (prompt) => (prompt === undefined ? E.right([config.bosId]) : begin(model, tokenizer, config, prompt)),
      captionOf: (ids, cleanUpSpaces = true) => tokenizer.decode(ids, { skipSpecialTokens: true, cleanUpSpaces }),
    })),
  )

const checkTokenizer = (
  { file, largestId, encode }: Tokenizer,
  { vocabularySize }: BlipTextConfig,
): E.Either<RewardError, void> => {
  if (largestId >= vocabularySize) {
    const expected = `tokens numbered below ${vocabularySize}, the vocab_size of config.json`
    return E.left(badFile(file, expected, String(largestId)))
  }
  return pipe(
    encode(''),
    E.chain((ids) =>
      ids.length === 2
        ? E.right(undefined)
        : E.left(
            badFile(file, 'a tokenizer that puts one token before a text and one after it', `${ids.length} tokens`),
          ),
    ),
  )
}

/** The tokens of the prompt as every text has them ([CLS] ... [SEP]), the first one replaced by [DEC] and the last one left out. */
const begin = (
  { reward }: ModelFolder,
  { encode }: Tokenizer,
  { bosId, maxPositions }: BlipTextConfig,
  prompt: string,
): E.Either<RewardError, ReadonlyArray<number>> => {
  const tooLong = (received: string): RewardError => ({
    _tag: 'InvalidOption',
    reward,
    option: 'prompt',
    expected: `a text of fewer than ${maxPositions - 1} tokens`,
    received,
  })
  const longest = UNITS_PER_TOKEN * maxPositions
  if (prompt.length > longest) return E.left(tooLong(`one of ${prompt.length} characters`))
  return pipe(
    encode(prompt),
    E.map((ids) => [bosId, ...ids.slice(1, -1)]),
    E.filterOrElse(
      (ids) => ids.length < maxPositions,
      (ids) => tooLong(`one of ${ids.length - 1}`),
    ),
  )
}
