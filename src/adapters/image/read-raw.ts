import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import { floatImage, type Image, type ImageOwner, uint8Image } from '../../image/image.js'
import { BadImage } from './bad-image.js'
import { fromBase64 } from './base64.js'
import { type Alpha, toRgb } from './pixels.js'

/** What an object may hold that stands for an image; nothing is believed of it. */
type Raw = { readonly [K in 'data' | 'width' | 'height' | 'channels' | 'range']?: unknown }

/**
 * An `Image`, or pixels as they come: `data` a typed array, an array of numbers, or base64 of bytes. Without a `range` they are bytes.
 */
export const readRaw = (raw: Raw, owner: ImageOwner, maxPixels: number, alpha: Alpha): E.Either<RewardError, Image> => {
  const { data, width, height, channels = 3, range = 'uint8' } = raw
  const sizes = [width, height, channels]
  if (!sizes.every(isSize) || Number(channels) > 4) {
    const received = sizes.map(describe).join(' x ')
    throw new BadImage('a positive width and height and 1 to 4 channels', received)
  }
  const [w, h, c] = sizes as [number, number, number]
  if (w * h > maxPixels) throw new BadImage(`an image of at most ${maxPixels} pixels`, `${w} x ${h} = ${w * h} pixels`)
  if (range === 'uint8') {
    const bytes = bytesOf(data, w * h * c)
    const laid = alpha !== 'drop' && c % 2 === 0 && bytes.length === w * h * c
    const pixels = laid
      ? { data: toRgb(bytes, c, alpha), width: w, height: h }
      : { data: bytes, width: w, height: h, channels: c }
    return same(raw, uint8Image(pixels, owner))
  }
  if (range !== 'unit' && range !== 'signed')
    throw new BadImage("a `range` of 'uint8', 'unit' or 'signed'", describe(range))
  if (alpha !== 'drop' && c % 2 === 0)
    throw new BadImage('1 or 3 channels of floats', `${c} channels, to be laid over a colour`)
  return same(raw, floatImage(range, { data: floatsOf(data, w * h * c), width: w, height: h, channels: c }, owner))
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0

/** The object itself where it was an image already: who holds it twice has it once. */
const same = <I extends Image>(raw: Raw, read: E.Either<RewardError, I>): E.Either<RewardError, I> =>
  E.isRight(read) && raw.range !== undefined && raw.data === read.right.data ? E.right(raw as I) : read

const BYTES =
  "a Uint8Array, whole numbers from 0 to 255 or base64 as `data` (for floats, a `range` of 'unit' or 'signed')"

const bytesOf = (data: unknown, length: number): Uint8Array => {
  if (data instanceof Uint8Array) return data
  if (data instanceof Uint8ClampedArray) return new Uint8Array(data.buffer, data.byteOffset, data.length)
  if (typeof data === 'string') {
    if (data.length > 4 * Math.ceil(length / 3)) {
      throw new BadImage(`base64 of ${length} bytes as \`data\``, `${data.length} characters`)
    }
    return fromBase64(data, BYTES)
  }
  const numbers = numbersOf(data, length, BYTES)
  const bytes = Uint8Array.from(numbers)
  const odd = numbers.findIndex((value, i) => value !== bytes[i])
  if (odd >= 0) throw new BadImage(BYTES, `${describe(numbers[odd])} at ${odd}`)
  return bytes
}

const FLOATS = 'a Float32Array or an array of numbers as `data`'

const floatsOf = (data: unknown, length: number): Float32Array => {
  if (data instanceof Float32Array) return data
  const numbers = numbersOf(data, length, FLOATS)
  const odd = numbers.findIndex((value) => typeof value !== 'number')
  if (odd >= 0) throw new BadImage(FLOATS, `${describe(numbers[odd])} at ${odd}`)
  return Float32Array.from(numbers)
}

/** An array of the right length, before anything of that length is made from it. */
const numbersOf = (data: unknown, length: number, expected: string): ReadonlyArray<number> => {
  if (!Array.isArray(data)) throw new BadImage(expected, describe(data))
  if (data.length !== length) throw new BadImage(`${length} numbers as \`data\``, String(data.length))
  return data as ReadonlyArray<number>
}
