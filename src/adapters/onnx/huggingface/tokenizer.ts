import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, messageOf, type RewardError, unexpected } from '../../../core/error.js'
import { badFile, isJson, type ModelFolder } from './read-json.js'
import { contentOf } from './special-tokens.js'
import { readTokenizerFiles, type TokenizerFiles } from './tokenizer-files.js'
import { mendedDescription, textMender } from './tokenizer-mends.js'

/** Turns texts into the numbers of their tokens, and back. */
export interface Tokenizer {
  /** The file it was read from, for errors. */
  readonly file: string
  /**
   * The numbers of a text's tokens, the special ones around it included.
   *
   * @param maxTokens - More are cut off the end of the text; the special ones stay. 32 UTF-16 units a token are looked at, so that a text
   *   without an end takes no longer. Default: no limit, for texts whose length was checked.
   */
  readonly encode: (text: string, maxTokens?: number) => E.Either<RewardError, ReadonlyArray<number>>
  /** The text of tokens. Numbers that no token has vanish. */
  readonly decode: (ids: ReadonlyArray<number>, options: DecodeOptions) => E.Either<RewardError, string>
  /** The number of a token, where the vocabulary has it. */
  readonly idOf: (token: string) => number | undefined
  /** Whether a number is that of a token: one that is not says nothing in {@link decode}. */
  readonly hasToken: (id: number) => boolean
  /** What shorter texts of a batch are filled up with: `pad_token`, else the usual one of its kind, else 0. */
  readonly padId: number
  /** The largest number of a token: those of a network's table go up to one less than its vocabulary. */
  readonly largestId: number
}

/** How tokens become text. */
interface DecodeOptions {
  /** [CLS], [SEP] and the like are left out. */
  readonly skipSpecialTokens: boolean
  /** Spaces before . , ! ? and around an apostrophe are taken out ("a man ' s dog" becomes "a man's dog"), as transformers 4 does by default. */
  readonly cleanUpSpaces: boolean
}

/** The part of the package that is used here; its own types do not resolve in Node's way: they import files without an ending. */
interface TokenizersPackage {
  readonly Tokenizer: new (description: object, config: object) => Packaged
}

interface Packaged {
  readonly encode: (
    text: string,
    options?: { readonly add_special_tokens?: boolean },
  ) => { readonly ids: ReadonlyArray<number | undefined> }
  readonly decode: (
    ids: ReadonlyArray<number>,
    options: { readonly skip_special_tokens: boolean; readonly clean_up_tokenization_spaces: boolean },
  ) => string
  readonly token_to_id: (token: string) => number | undefined
  readonly id_to_token: (id: number) => string | undefined
}

/** UTF-16 units that are looked at, a token of the limit: longer words than this make one unknown token. */
export const UNITS_PER_TOKEN = 32

/** What fills up in BERT, RoBERTa and CLIP. */
const USUAL_PADS = ['[PAD]', '<pad>', '<|endoftext|>']

const isId = (id: number | undefined): id is number => id !== undefined

/** Numbers of tokens end below this: no vocabulary comes near. */
const MOST_IDS = 2 ** 24

/**
 * Opens the tokenizer of a model's folder, by `@huggingface/tokenizers`.
 *
 * @returns `Left MissingModel` where its files are not there, `Left BadFile` where they are no tokenizer's or of a kind that is not known.
 */
export const openTokenizer = (model: ModelFolder): TE.TaskEither<RewardError, Tokenizer> =>
  pipe(
    readTokenizerFiles(model),
    TE.chain((files) => () => open(model.reward, files)),
  )

const open = async (reward: string, files: TokenizerFiles): Promise<E.Either<RewardError, Tokenizer>> => {
  const { file, description, config } = files
  try {
    const largestId = largestIdOf(files)
    if (E.isLeft(largestId)) return largestId
    const { Tokenizer: Package } = (await import('@huggingface/tokenizers')) as unknown as TokenizersPackage
    const packaged = new Package(mendedDescription(description), config)
    const idOf = (token: string): number | undefined => packaged.token_to_id(token)
    return E.right({
      file,
      encode: encoder(reward, packaged, files),
      decode: decoder(reward, packaged),
      idOf,
      hasToken: (id) => packaged.id_to_token(id) !== undefined,
      padId: [contentOf(config['pad_token']), ...USUAL_PADS].map((token = '') => idOf(token)).find(isId) ?? 0,
      largestId: largestId.right,
    })
  } catch (cause) {
    return E.left({ _tag: 'BadFile', file, expected: 'a tokenizer of Hugging Face', received: messageOf(cause), cause })
  }
}

/** The largest number that the vocabulary and the added tokens give, all of them held against what a number of a token may be. */
const largestIdOf = ({ file, description }: TokenizerFiles): E.Either<RewardError, number> => {
  const { model, added_tokens: added } = description
  const vocab = isJson(model) ? model['vocab'] : undefined
  const ids: Array<unknown> = isJson(vocab) ? Object.values(vocab) : Array.isArray(vocab) ? [vocab.length - 1] : []
  for (const token of Array.isArray(added) ? added : []) ids.push(isJson(token) ? token['id'] : token)
  let largest = 0
  for (const id of ids) {
    if (!Number.isSafeInteger(id) || (id as number) < 0 || (id as number) >= MOST_IDS) {
      return E.left(badFile(file, `tokens numbered from 0 to ${MOST_IDS - 1}`, describe(id)))
    }
    largest = Math.max(largest, id as number)
  }
  return E.right(largest)
}

const encoder = (reward: string, packaged: Packaged, { file, description }: TokenizerFiles): Tokenizer['encode'] => {
  const mended = textMender(description)
  const special = packaged.encode('').ids.length
  const idsOf = (text: string, add_special_tokens: boolean): ReadonlyArray<number | undefined> =>
    packaged.encode(text, { add_special_tokens }).ids
  const cut = (text: string, maxTokens: number): ReadonlyArray<number | undefined> => {
    const longest = UNITS_PER_TOKEN * maxTokens
    const read = mended(text.length > longest ? text.slice(0, longest) : text)
    const ids = idsOf(read, true)
    return ids.length <= maxTokens ? ids : shortened(ids, idsOf(read, false), maxTokens - special)
  }
  return (text, maxTokens = Infinity) => {
    try {
      const ids = cut(text, maxTokens)
      return ids.includes(undefined)
        ? E.left(badFile(file, 'a vocabulary with its own unknown and special tokens', 'one without them'))
        : E.right(ids as ReadonlyArray<number>)
    } catch (cause) {
      return E.left(unexpected(reward, cause))
    }
  }
}

/** The first tokens of the text, between the special ones. */
const shortened = <A>(all: ReadonlyArray<A>, text: ReadonlyArray<A>, kept: number): ReadonlyArray<A> => {
  const before = all.findIndex((_, i) => text.every((id, k) => all[i + k] === id))
  return [
    ...all.slice(0, Math.max(0, before)),
    ...text.slice(0, Math.max(0, kept)),
    ...all.slice(Math.max(0, before) + text.length),
  ]
}

const decoder =
  (reward: string, packaged: Packaged): Tokenizer['decode'] =>
  (ids, { skipSpecialTokens, cleanUpSpaces }) => {
    try {
      const known = ids.filter((id) => packaged.id_to_token(id) !== undefined)
      if (known.length === 0) return E.right('')
      const options = { skip_special_tokens: skipSpecialTokens, clean_up_tokenization_spaces: cleanUpSpaces }
      return E.right(packaged.decode(known, options))
    } catch (cause) {
      return E.left(unexpected(reward, cause))
    }
  }
