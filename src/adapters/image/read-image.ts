import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { aborted, abortable } from '../../core/abort.js'
import { describe, type RewardError, unexpected } from '../../core/error.js'
import type { Image, ImageOwner } from '../../image/image.js'
import type { ReadImage } from '../../image/read-image.js'
import { BadImage } from './bad-image.js'
import { fromDataUrl } from './base64.js'
import { decode } from './decode.js'
import { fetchImage } from './fetch-image.js'
import { EXPECTED_FORMATS } from './format.js'
import { Gate } from './gate.js'
import { loadSharp, type Sharp, sharpMissing } from './load-sharp.js'
import { readFile, pathOfUrl } from './read-file.js'
import { type ImageReaderOptions, type ReaderSettings, settingsOf } from './reader-options.js'
import { readRaw } from './read-raw.js'

/**
 * A reader of all that may stand for an image: a file's path or URL, its bytes, a data URL, raw pixels, an `Image`; and http URLs where
 * `http` allows them.
 *
 * | input | |
 * | --- | --- |
 * | text | a path, or a `file:`, `data:` (base64) or `http(s):` URL |
 * | `URL` | the same |
 * | `Uint8Array`, so also `Buffer` | an encoded image |
 * | `{ data, width, height, channels?, range? }` | pixels: bytes (typed array, numbers, base64), or floats with a `range` of `'unit'` or `'signed'` |
 * | an `Image` | passed through, whatever its range, once its sizes and values are checked |
 *
 * Encoded images are PNG, JPEG, WebP, GIF (first frame), AVIF or TIFF (first page), told by their bytes, and become what Pillow's
 * `Image.open(...).convert('RGB')` makes of them; docs/images.md says where that differs.
 *
 * @param options - Limits (2^24 pixels and 20 MB by default, held against the header before anything is decoded), `alpha`, `orientation`, `http`.
 * @returns Reads one input. `Left InvalidInput` for one that is no image or too large, `Left MissingPackage` where sharp is not installed (raw
 *   pixels and `Image`s do without), `Left Aborted`, `Left InvalidOption` for options out of their domain.
 * @example
 * ```ts @import.meta.vitest
 * const read = imageReader({ maxPixels: 100 })
 * const owner = { reward: 'lpips', field: 'image' }
 * expect(await read({ data: [10, 20, 30], width: 1, height: 1 }, owner)()).toMatchObject({ right: { range: 'uint8' } })
 * expect(await read({ data: [], width: 50, height: 50 }, owner)()).toEqual({
 *   _tag: 'Left',
 *   left: { _tag: 'InvalidInput', ...owner, expected: 'an image of at most 100 pixels', received: '50 x 50 = 2500 pixels' },
 * })
 * ```
 * @category constructors
 * @since 0.2.0
 */
export const imageReader = (options: ImageReaderOptions = {}): ReadImage => {
  const settings = settingsOf(options)
  if (E.isLeft(settings)) return () => TE.left(settings.left)
  return (input, owner, context = {}) => {
    const { signal } = context
    return abortable(() => attempt(input, owner, settings.right, signal), signal)
  }
}

/**
 * Reads one image: {@link imageReader} and its reader in one call.
 *
 * @param input - Whatever stands for an image.
 * @param options - Those of {@link imageReader}; `owner` is named in errors, `signal` ends the waiting.
 * @returns `Left` of what the reader of {@link imageReader} may fail with; else the image.
 * @example
 * ```ts @import.meta.vitest
 * expect(await readImage({ data: [10, 20], width: 2, height: 1, channels: 1 })()).toMatchObject({
 *   right: { range: 'uint8', data: new Uint8Array([10, 10, 10, 20, 20, 20]) },
 * })
 * expect(await readImage('no-such-file.png')()).toMatchObject({
 *   left: { _tag: 'InvalidInput', expected: 'the path of an image file', received: 'no-such-file.png (no such file)' },
 * })
 * ```
 * @category constructors
 * @since 0.2.0
 */
export const readImage = (input: unknown, options: ReadOptions = {}): TE.TaskEither<RewardError, Image> => {
  const { owner = { reward: 'image', field: 'image' }, signal } = options
  return imageReader(options)(input, owner, { signal })
}

/**
 * Options of {@link readImage}.
 *
 * @category model
 * @since 0.2.0
 */
export interface ReadOptions extends ImageReaderOptions {
  readonly owner?: ImageOwner
  readonly signal?: AbortSignal
}

/** Encoded images that are held in memory while they are read, whatever the pixels in flight allow. */
const encodedInFlight = new Gate(4)

/** URLs being fetched, apart from the others: a slow server holds up nobody else. */
const fetchesInFlight = new Gate(8)

const attempt = async (
  input: unknown,
  owner: ImageOwner,
  settings: ReaderSettings,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, Image>> => {
  try {
    return await read(input, owner, settings, signal)
  } catch (cause) {
    if (cause instanceof BadImage) {
      return E.left({ _tag: 'InvalidInput', ...owner, expected: cause.expected, received: cause.received })
    }
    if (cause instanceof NoSharp) return E.left(sharpMissing(owner.reward, cause.cause))
    return E.left(signal?.aborted === true ? aborted(signal) : unexpected(owner.reward, cause))
  }
}

const read = async (
  input: unknown,
  owner: ImageOwner,
  settings: ReaderSettings,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, Image>> => {
  const source = input instanceof URL ? input.href : input
  if (!(typeof source === 'string' || source instanceof Uint8Array)) return readObject(source, owner, settings)
  const sharp = await loaded()
  const decoded = async (bytes: Uint8Array): Promise<E.Either<RewardError, Image>> =>
    E.right(await decode(sharp, bytes, settings, signal))
  const url = typeof source === 'string' ? httpUrl(source) : undefined
  if (url === undefined) {
    return encodedInFlight.run(1, signal, async () => decoded(await bytesOf(source, settings.maxBytes)))
  }
  const { http } = settings
  if (http === undefined) throw new BadImage(EXPECTED, 'an http URL, which only the option `http` allows')
  return fetchesInFlight.run(1, signal, async () => {
    const bytes = await fetchImage(url, http, signal)
    return encodedInFlight.run(1, signal, () => decoded(bytes))
  })
}

const EXPECTED = `${EXPECTED_FORMATS} (path, URL, bytes) or pixels`

const readObject = (
  source: unknown,
  owner: ImageOwner,
  { maxPixels, alpha }: ReaderSettings,
): E.Either<RewardError, Image> => {
  if (typeof source === 'object' && source !== null && 'data' in source) {
    return readRaw(source, owner, maxPixels, alpha)
  }
  throw new BadImage(EXPECTED, describe(source))
}

/** The encoded image that bytes, a data URL, a file URL or a path stand for. */
const bytesOf = (source: string | Uint8Array, maxBytes: number): Uint8Array | Promise<Uint8Array> => {
  if (source instanceof Uint8Array) return source
  if (scheme(source) === 'data:') return fromDataUrl(source, maxBytes)
  return readFile(scheme(source) === 'file:' ? pathOfUrl(parsed(source)) : source, maxBytes)
}

const httpUrl = (source: string): URL | undefined =>
  ['http:', 'https:'].includes(scheme(source) ?? '') ? parsed(source) : undefined

/** What a URL begins with; nothing for a path. Two letters at least, for `C:` is a drive. */
const scheme = (source: string): string | undefined => {
  const found = /^(?:data:|file:|[a-z][a-z0-9+.-]{1,20}:(?=\/\/))/i.exec(source)?.[0].toLowerCase()
  if (found === undefined || ['data:', 'file:', 'http:', 'https:'].includes(found)) return found
  throw new BadImage(EXPECTED, `a URL of ${found}`)
}

const parsed = (source: string): URL => {
  if (source.length <= LONGEST_URL && URL.canParse(source)) return new URL(source)
  throw new BadImage(EXPECTED, describe(source))
}

/** Beyond it no server listens. */
const LONGEST_URL = 8192

class NoSharp extends Error {}

const loaded = (): Promise<Sharp> =>
  loadSharp().catch((cause: unknown) => {
    throw new NoSharp('sharp does not load', { cause })
  })
