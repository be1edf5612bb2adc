import * as E from 'fp-ts/lib/Either.js'
import { LONGEST_TIMER_MS } from '../../core/abort.js'
import { describe, type RewardError } from '../../core/error.js'
import type { DecodeOptions } from './decode.js'
import type { HttpLimits, HttpOptions } from './fetch-image.js'
import { isHost } from './host.js'
import { MAX_BYTES, MAX_PIXELS } from './limits.js'
import type { Alpha } from './pixels.js'

/**
 * Options of `imageReader`.
 *
 * @category model
 * @since 0.2.0
 */
export interface ImageReaderOptions {
  /** Width times height; default 2^24 = 16 777 216, 4096 x 4096. */
  readonly maxPixels?: number
  /** Of the encoded form; default 20 000 000. */
  readonly maxBytes?: number
  /** `'drop'` (default) leaves alpha out, as Pillow does; `{ over: [r, g, b] }` lays the image over a colour of bytes. */
  readonly alpha?: Alpha
  /** `'stored'` (default) keeps the pixels as they lie in the file, as Pillow does; `'exif'` turns them as the EXIF tag says. */
  readonly orientation?: 'stored' | 'exif'
  /** Lets http and https URLs be fetched from the hosts it lists; without it none is. */
  readonly http?: HttpOptions
}

/** All of them decided. */
export interface ReaderSettings extends DecodeOptions {
  readonly http: HttpLimits | undefined
}

/** The options checked, and the defaults filled in. */
export const settingsOf = (options: ImageReaderOptions): E.Either<RewardError, ReaderSettings> => {
  const { maxPixels = MAX_PIXELS, maxBytes = MAX_BYTES, alpha = 'drop', orientation = 'stored', http } = options
  const fault =
    wrongSize('maxPixels', maxPixels) ??
    wrongSize('maxBytes', maxBytes) ??
    (isAlpha(alpha) ? undefined : wrong('alpha', "'drop' or { over: [r, g, b] } of bytes", alpha)) ??
    (isOrientation(orientation) ? undefined : wrong('orientation', "'stored' or 'exif'", orientation)) ??
    (http === undefined ? undefined : wrongHttp(http))
  if (fault !== undefined) return E.left(fault)
  return E.right({ maxPixels, maxBytes, alpha, orientation, http: http && httpLimits(http, maxBytes) })
}

const httpLimits = (http: HttpOptions, mostBytes: number): HttpLimits => {
  const { hosts, maxBytes = mostBytes, timeoutMs = 10_000, dangerouslyAllowPrivateAddresses = false } = http
  return { hosts, maxBytes, timeoutMs, dangerouslyAllowPrivateAddresses }
}

const isOrientation = (value: unknown): boolean => value === 'stored' || value === 'exif'

const wrong = (option: string, expected: string, received: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: 'image',
  option,
  expected,
  received: describe(received),
})

const wrongSize = (option: string, value: unknown, most = Number.MAX_SAFE_INTEGER): RewardError | undefined =>
  Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= most
    ? undefined
    : wrong(
        option,
        most < Number.MAX_SAFE_INTEGER ? `a whole number from 1 to ${most}` : 'a positive whole number',
        value,
      )

const isAlpha = (alpha: unknown): alpha is Alpha => {
  if (alpha === 'drop') return true
  const over = typeof alpha === 'object' && alpha !== null && 'over' in alpha ? alpha.over : undefined
  return (
    Array.isArray(over) && over.length === 3 && over.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
  )
}

const wrongHttp = (http: HttpOptions): RewardError | undefined => {
  if (typeof http !== 'object' || (http as unknown) === null) return wrong('http', 'an object with hosts', http)
  const { hosts, maxBytes = 1, timeoutMs = 1, dangerouslyAllowPrivateAddresses: allowPrivate = false } = http
  if (!Array.isArray(hosts)) return wrong('http.hosts', 'an array of host names', hosts)
  const odd = hosts.findIndex((host) => !isHost(host))
  if (odd >= 0) {
    return wrong('http.hosts', "host names, as 'images.example.com' or 'images.example.com:8443'", hosts[odd])
  }
  if (typeof allowPrivate !== 'boolean') {
    return wrong('http.dangerouslyAllowPrivateAddresses', 'true or false', allowPrivate)
  }
  return wrongSize('http.maxBytes', maxBytes) ?? wrongSize('http.timeoutMs', timeoutMs, LONGEST_TIMER_MS)
}
