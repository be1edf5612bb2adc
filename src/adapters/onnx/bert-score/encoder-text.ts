import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { BertScoreVariant } from '../../../bert-score/options.js'
import type { RewardError } from '../../../core/error.js'
import { strip } from '../../../text/whitespace.js'
import { badFile, fileIn, type ModelFolder, readJson } from '../huggingface/read-json.js'
import { openTokenizer, type Tokenizer } from '../huggingface/tokenizer.js'
import { type EncoderConfig, mostTokens } from './encoder-config.js'

/** How an encoder's texts become tokens. */
export interface EncoderText {
  /** Numbers of the two tokens around every text. */
  readonly specialIds: ReadonlyArray<number>
  /** The tokens of a text, those around it included; cut to what the network reads. */
  readonly tokens: (text: string) => E.Either<RewardError, ReadonlyArray<number>>
}

/**
 * Opens the tokenizer of an encoder.
 *
 * @param variant - The authors' program takes white space off both ends, and has RoBERTa read a space before the first word, as before every other
 *   one; torchmetrics takes texts as they are.
 * @returns `Left MissingModel` without its files; `Left BadFile` where they are no tokenizer's, where it has tokens beyond the vocabulary of
 *   the configuration, or puts anything but one token before and one after a text.
 */
export const openEncoderText = (
  model: ModelFolder,
  config: EncoderConfig,
  variant: BertScoreVariant,
): TE.TaskEither<RewardError, EncoderText> =>
  pipe(
    TE.Do,
    TE.bind('tokenizer', () => openTokenizer(model)),
    TE.bind('specialIds', ({ tokenizer }) => TE.fromEither(specialIdsOf(tokenizer, config))),
    TE.bind('said', () => readJson(fileIn(model, 'tokenizer_config.json'))),
    TE.map(({ tokenizer, specialIds, said }) => {
      const longest = mostTokensBy(said?.['model_max_length'], config)
      const read = variant === 'paper' ? asTheProgram(config) : (text: string) => text
      return { specialIds, tokens: (text) => tokenizer.encode(read(text), longest) }
    }),
  )

const specialIdsOf = (
  { file, largestId, encode }: Tokenizer,
  { vocabularySize }: EncoderConfig,
): E.Either<RewardError, ReadonlyArray<number>> => {
  if (largestId >= vocabularySize) {
    const expected = `tokens numbered below ${vocabularySize}, the vocab_size of config.json`
    return E.left(badFile(file, expected, String(largestId)))
  }
  return pipe(
    encode(''),
    E.filterOrElse(
      (ids) => ids.length === 2,
      (ids) => badFile(file, 'a tokenizer that puts one token before a text and one after it', `${ids.length} tokens`),
    ),
  )
}

/** What the tokenizer says, as far as the network reads. Tokenizers without a limit say 1e30. */
const mostTokensBy = (said: unknown, config: EncoderConfig): number => {
  const most = mostTokens(config)
  return typeof said === 'number' && said >= 2 && said < most ? Math.floor(said) : most
}

const asTheProgram =
  ({ kind }: EncoderConfig) =>
  (text: string): string => {
    const stripped = strip(text)
    return kind === 'roberta' && stripped !== '' ? ` ${stripped}` : stripped
  }
