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
 *   the configuration, lacks tokens of it, or puts anything but one token before and one after a text.
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
  tokenizer: Tokenizer,
  { vocabularySize, bosId }: BlipTextConfig,
): E.Either<RewardError, void> => {
  const { file, largestId } = tokenizer
  if (largestId >= vocabularySize) {
    const expected = `tokens numbered below ${vocabularySize}, the vocab_size of config.json`
    return E.left(badFile(file, expected, String(largestId)))
  }
  const lacking = lackingBelow(bosId, tokenizer)
  if (lacking.count > 0) {
    const expected = `a token for every number below ${bosId}, the bos_token_id of config.json`
    return E.left(badFile(file, expected, `none for ${lacking.count} of them, the first of which is ${lacking.first}`))
  }
  return pipe(
    tokenizer.encode(''),
    E.chain((ids) =>
      ids.length === 2
        ? E.right(undefined)
        : E.left(
            badFile(file, 'a tokenizer that puts one token before a text and one after it', `${ids.length} tokens`),
          ),
    ),
  )
}

/**
 * The numbers without a token: whatever the network says by them would vanish from its captions. Tokenizers as published may lack [DEC], which
 * begins a caption, and [ENC] after it, neither of which a caption shows.
 */
const lackingBelow = (end: number, { hasToken }: Tokenizer): { readonly count: number; readonly first: number } => {
  let [count, first] = [0, end]
  for (let id = end - 1; id >= 0; id--) {
    if (hasToken(id)) continue
    count++
    first = id
  }
  return { count, first }
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
