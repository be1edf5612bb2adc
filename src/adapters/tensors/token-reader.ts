import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { abortable } from '../../core/abort.js'
import { describe, messageOf, type RewardError } from '../../core/error.js'
import { readHeldMask, readHeldTokens, type ReadMask, type ReadTokens } from '../../text-image-matching/read-tokens.js'
import { type TokenOwner, type TokenValues, wrongTokens } from '../../text-image-matching/token-matrix.js'
import { brief } from '../image/bad-image.js'
import { readNpy } from './read-npy.js'
import { readStored } from './read-stored.js'
import { MASK, type StoredArray, tokensFor, type Wanted } from './wanted.js'

/**
 * Options of {@link tokenReader}.
 *
 * @category model
 * @since 0.4.0
 */
export interface TokenReaderOptions {
  /** Of the file or the tensor that holds the tokens or the mask; at least 1, default 2^28 = 268,435,456. */
  readonly maxBytes?: number
}

const MAX_BYTES = 2 ** 28

/**
 * A reader of all that may stand for tokens and masks: what the reward takes without it, and files.
 *
 * | input | |
 * | --- | --- |
 * | `tokens.npy` | of NumPy's `save`: float32, float16 or float64, [tokens, width] or [1, tokens, width] |
 * | `tokens.safetensors#name` | a tensor of a safetensors file, bfloat16 too; without a name where it holds one |
 * | `tokens.pt#name` | a tensor of torch's `save` (`.pt`, `.pth`, `.bin`), in the same way |
 * | a `file:` URL | the same |
 *
 * Masks come out of the same files, [tokens] or [1, tokens]: bool, uint8, int8, int32, int64 or floats, each 0 or 1.
 *
 * @param options - `maxBytes`.
 * @returns Reads one input. `Left InvalidInput` for one that holds no tokens, that is cut off or too large, `Left Aborted`, `Left InvalidOption` for
 *   an option out of its domain. Nothing in a file is ever run.
 * @example
 * ```ts @import.meta.vitest
 * const owner = { reward: 'text-image-matching', field: 'imageTokens' }
 * expect(await tokenReader()('absent.npy', owner)()).toMatchObject({
 *   left: { _tag: 'InvalidInput', field: 'imageTokens', received: 'no file of that name (absent.npy)' },
 * })
 * ```
 * @category constructors
 * @since 0.4.0
 */
export const tokenReader = (options: TokenReaderOptions = {}): ReadTokens => {
  const { maxBytes = MAX_BYTES } = options
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    const received = describe(maxBytes)
    return (_, { reward }) =>
      TE.left({ _tag: 'InvalidOption', reward, option: 'maxBytes', expected: 'a positive integer', received })
  }
  const readTokens: ReadTokens = (input, owner, context = {}) => {
    const path = pathOf(input, owner)
    if (E.isLeft(path)) return TE.left(path.left)
    if (path.right === undefined) return readHeldTokens(input, owner, context)
    const array = fromFile(path.right, tokensFor(owner), owner, maxBytes)
    // Sound: of floats.
    const tokens = TE.map(({ rows, data }: StoredArray) => ({ shape: rows, data: data as TokenValues }))(array)
    return abortable(tokens, context.signal)
  }
  const mask: ReadMask = (input, owner, context = {}) => {
    const path = pathOf(input, owner)
    if (E.isLeft(path)) return TE.left(path.left)
    if (path.right === undefined) return readHeldMask(input, owner, context)
    return abortable(fromFile(path.right, MASK, owner, maxBytes), context.signal)
  }
  return Object.assign(readTokens, { mask })
}

/** The path that a text or a URL stands for; nothing for any other input. */
const pathOf = (input: unknown, owner: TokenOwner): E.Either<RewardError, string | undefined> => {
  const text = input instanceof URL ? input.href : input
  if (typeof text !== 'string') return E.right(undefined)
  if (!/^file:/i.test(text)) return E.right(text)
  return E.tryCatch(
    () => {
      const { hash } = new URL(text)
      return fileURLToPath(text) + decodeURIComponent(hash)
    },
    (cause) => wrongTokens(owner, 'the URL of a file on this machine', `${brief(text)} (${messageOf(cause)})`),
  )
}

/** A file that holds tensors by name, and the name. */
const NAMED = /^(.*?\.(?:safetensors|pth?|bin))(?:#(.*))?$/is

const fromFile = (
  path: string,
  wanted: Wanted,
  owner: TokenOwner,
  maxBytes: number,
): TE.TaskEither<RewardError, StoredArray> => {
  if (/\.npy$/i.test(path)) return TE.mapLeft(about(owner))(() => readNpy(path, wanted, maxBytes))
  const [, file, name] = NAMED.exec(path) ?? []
  if (file === undefined) {
    return TE.left(wrongTokens(owner, 'the path of an .npy, .safetensors, .pt, .pth or .bin file', brief(path)))
  }
  return pipe(readStored(file, name, wanted, maxBytes), TE.mapLeft(about(owner)))
}

/** A file that cannot be used is a field that cannot. */
const about =
  (owner: TokenOwner) =>
  (error: RewardError): RewardError =>
    error._tag === 'BadFile' ? wrongTokens(owner, error.expected, `${error.received} (${brief(error.file)})`) : error
