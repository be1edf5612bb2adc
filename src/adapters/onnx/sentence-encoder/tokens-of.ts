import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError, unexpected } from '../../../core/error.js'
import type { EncoderFiles } from './encoder-files.js'

/** Turns a text into the numbers of its tokens, special ones included, cut to what the model takes. */
export interface Tokens {
  readonly of: (text: string) => ReadonlyArray<number>
  /** The number of the token that shorter texts of a batch are filled up with. */
  readonly padding: number
}

/** The part of the package that is used here; its own types do not resolve in Node's way: they import files without an ending. */
interface TokenizersPackage {
  readonly Tokenizer: new (
    tokenizer: object,
    config: object,
  ) => {
    readonly encode: (
      text: string,
      options?: { readonly add_special_tokens?: boolean },
    ) => { readonly ids: ReadonlyArray<number> }
    readonly token_to_id: (token: string) => number | undefined
  }
}

const OWNER = 'spice'

/** UTF-16 units that are looked at, a token of the model's limit: longer words than this make one unknown token. */
const UNITS_PER_TOKEN = 32

/**
 * The tokenizer that a model brings along.
 *
 * @returns `Left BadFile` where its description is no tokenizer's, or of a kind that is not known.
 */
export const openTokens =
  (files: EncoderFiles): TaskEither<RewardError, Tokens> =>
  async () => {
    const { tokenizerFile, tokenizer: description, tokenizerConfig, maxTokens } = files
    try {
      const { Tokenizer } = (await import('@huggingface/tokenizers')) as unknown as TokenizersPackage
      const tokenizer = new Tokenizer(description, tokenizerConfig)
      const special = tokenizer.encode('').ids.length
      const longest = UNITS_PER_TOKEN * maxTokens
      const idsOf = (text: string, add_special_tokens: boolean): ReadonlyArray<number> =>
        tokenizer.encode(text, { add_special_tokens }).ids
      const padding = tokenizer.token_to_id(contentOf(tokenizerConfig['pad_token']) ?? '[PAD]') ?? 0
      return E.right({
        of: (text) => {
          const read = text.length > longest ? text.slice(0, longest) : text
          const ids = idsOf(read, true)
          return ids.length <= maxTokens ? ids : shortened(ids, idsOf(read, false), maxTokens - special)
        },
        padding,
      })
    } catch (cause) {
      return E.left({
        _tag: 'BadFile',
        file: tokenizerFile,
        expected: 'a tokenizer of Hugging Face',
        received: messageOf(cause),
        cause,
      })
    }
  }

/** What a tokenizer threw on a text, as an error. */
export const tokensOf = (tokens: Tokens, text: string): E.Either<RewardError, ReadonlyArray<number>> =>
  E.tryCatch(
    () => tokens.of(text),
    (cause) => unexpected(OWNER, cause),
  )

/** A token stands in the configuration as its text, or as an object with its text. */
const contentOf = (token: unknown): string | undefined => {
  if (typeof token === 'string') return token
  const content = typeof token === 'object' && token !== null && 'content' in token ? token.content : undefined
  return typeof content === 'string' ? content : undefined
}

/** The first tokens of the text, between the special ones. */
const shortened = (all: ReadonlyArray<number>, text: ReadonlyArray<number>, kept: number): ReadonlyArray<number> => {
  const before = all.findIndex((_, i) => text.every((id, k) => all[i + k] === id))
  return [
    ...all.slice(0, Math.max(0, before)),
    ...text.slice(0, Math.max(0, kept)),
    ...all.slice(Math.max(0, before) + text.length),
  ]
}
