import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'

/**
 * What the numbers of an image mean.
 *
 * | | values |
 * | --- | --- |
 * | `'uint8'` | whole numbers, 0 to 255 |
 * | `'unit'` | [0, 1], as torchvision's `ToTensor` gives |
 * | `'signed'` | [-1, 1], as LPIPS reads |
 *
 * @category model
 * @since 0.2.0
 */
export type PixelRange = 'uint8' | 'unit' | 'signed'

/**
 * An RGB image that knows its range: one fed for another does not compile.
 *
 * @category model
 * @since 0.2.0
 */
export interface Image<R extends PixelRange = PixelRange> {
  readonly range: R
  /** In pixels. */
  readonly width: number
  /** In pixels. */
  readonly height: number
  /** Rows from top to bottom, pixels from left to right, R G B: `3 * width * height` numbers. */
  readonly data: R extends 'uint8' ? Uint8Array : Float32Array
}

/**
 * Pixels as they come: any count of channels, in rows.
 *
 * @category model
 * @since 0.2.0
 */
export interface RawPixels<Data> {
  readonly data: Data
  /** In pixels. */
  readonly width: number
  /** In pixels. */
  readonly height: number
  /** 1 grey, 2 grey and alpha, 3 RGB (default), 4 RGB and alpha. Alpha is left out, as Pillow's `convert('RGB')` does. */
  readonly channels?: number
}

/** Who complains when pixels are wrong, and of which field. */
export interface ImageOwner {
  readonly reward: string
  readonly field: string
}

const ANYONE: ImageOwner = { reward: 'image', field: 'image' }

/**
 * An image of bytes, each channel 0 to 255.
 *
 * @param pixels - `data` of `width * height * channels` bytes, row-major; 1 to 4 channels.
 * @param owner - Named in errors.
 * @returns `Left InvalidInput` where sizes do not fit; else the image. RGB data is not copied.
 * @example
 * ```ts @import.meta.vitest
 * expect(uint8Image({ data: new Uint8Array([10, 20]), width: 2, height: 1, channels: 1 })).toMatchObject({
 *   right: { range: 'uint8', data: new Uint8Array([10, 10, 10, 20, 20, 20]) },
 * })
 * expect(uint8Image({ data: new Uint8Array(3), width: 2, height: 1 })).toMatchObject({ left: { _tag: 'InvalidInput' } })
 * ```
 * @category constructors
 * @since 0.2.0
 */
export const uint8Image = (
  pixels: RawPixels<Uint8Array | Uint8ClampedArray>,
  owner: ImageOwner = ANYONE,
): E.Either<RewardError, Image<'uint8'>> => {
  const { data } = pixels
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray)) {
    return E.left(wrong(owner, 'a Uint8Array of pixels', describe(data)))
  }
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return E.map((channels: number) => ({
    range: 'uint8' as const,
    width: pixels.width,
    height: pixels.height,
    data: channels === 3 ? bytes : toRgb(bytes, channels, new Uint8Array((3 * bytes.length) / channels)),
  }))(checkSize(pixels, owner))
}

/**
 * An image of floats, in [0, 1] or [-1, 1].
 *
 * @param range - What the numbers mean.
 * @param pixels - `data` of `width * height * channels` floats, row-major; 1 to 4 channels.
 * @param owner - Named in errors.
 * @returns `Left InvalidInput` where sizes do not fit, a value is NaN or out of the range (bytes passed for [0, 1], [-1, 1] passed
 *   for [0, 1]); else the image. RGB data is not copied. An image of [0, 1] passed for [-1, 1] can only be told by its type.
 * @example
 * ```ts @import.meta.vitest
 * expect(floatImage('unit', { data: new Float32Array([0, 0.5, 255]), width: 1, height: 1 })).toMatchObject({
 *   left: { _tag: 'InvalidInput', expected: 'values in [0, 1]', received: '255' },
 * })
 * ```
 * @category constructors
 * @since 0.2.0
 */
export const floatImage = <R extends 'unit' | 'signed'>(
  range: R,
  pixels: RawPixels<Float32Array>,
  owner: ImageOwner = ANYONE,
): E.Either<RewardError, Image<R>> => {
  const { data } = pixels
  if (!(data instanceof Float32Array)) return E.left(wrong(owner, 'a Float32Array of pixels', describe(data)))
  const min = range === 'unit' ? 0 : -1
  // Written so that NaN is found, too.
  const odd = data.find((value) => !(value >= min && value <= 1))
  if (odd !== undefined) return E.left(wrong(owner, `values in [${min}, 1]`, String(odd)))
  return E.map((channels: number) => ({
    range,
    width: pixels.width,
    height: pixels.height,
    // Sound: R is no 'uint8'.
    data: (channels === 3
      ? data
      : toRgb(data, channels, new Float32Array((3 * data.length) / channels))) as Image<R>['data'],
  }))(checkSize(pixels, owner))
}

/** An image that came from foreign code, held against what it says of itself: range, sizes, values. */
export const checkedImage = (image: unknown, owner: ImageOwner): E.Either<RewardError, Image> => {
  const { range, width, height, data } = (image ?? {}) as Partial<Image>
  const pixels = { width: width as number, height: height as number }
  switch (range) {
    case 'uint8':
      return uint8Image({ ...pixels, data: data as Uint8Array }, owner)
    case 'unit':
    case 'signed':
      return floatImage(range, { ...pixels, data: data as Float32Array }, owner)
    default:
      return E.left(wrong(owner, "an image with the range 'uint8', 'unit' or 'signed'", describe(range)))
  }
}

const wrong = ({ reward, field }: ImageOwner, expected: string, received: string): RewardError => ({
  _tag: 'InvalidInput',
  reward,
  field,
  expected,
  received,
})

/** The count of channels, where the sizes fit one another. */
const checkSize = (
  { data, width, height, channels = 3 }: RawPixels<ArrayLike<number>>,
  owner: ImageOwner,
): E.Either<RewardError, number> => {
  const whole = [width, height, channels].every((size) => Number.isSafeInteger(size) && size > 0)
  if (!whole || channels > 4) {
    return E.left(wrong(owner, 'a positive width and height and 1 to 4 channels', `${width} x ${height} x ${channels}`))
  }
  const expected = width * height * channels
  return data.length === expected
    ? E.right(channels)
    : E.left(wrong(owner, `${expected} values for ${width} x ${height} x ${channels}`, String(data.length)))
}

const toRgb = <T extends Uint8Array | Float32Array>(data: T, channels: number, rgb: T): T => {
  const [g, b] = channels < 3 ? [0, 0] : [1, 2]
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    rgb[to] = data[from] as number
    rgb[to + 1] = data[from + g] as number
    rgb[to + 2] = data[from + b] as number
  }
  return rgb
}
