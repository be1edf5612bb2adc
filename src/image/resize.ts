import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'
import type { Image } from './image.js'
import { axisOf } from './resize/axis.js'
import { KERNELS, type ResizeFilter } from './resize/filter.js'
import { plainPasses } from './resize/plain-passes.js'
import { wasmPasses } from './resize/wasm-passes.js'

export type { ResizeFilter } from './resize/filter.js'

/**
 * Options of {@link resize}.
 *
 * @category model
 * @since 0.2.0
 */
export interface ResizeOptions {
  readonly widthPx: number
  readonly heightPx: number
  readonly filter: ResizeFilter
  /** Whose order of the two passes: `11` (default) and all releases before 13, or `13`. */
  readonly pillow?: 11 | 13
}

/** The most pixels of the result, and of the image between the two passes: 8192 x 8192. */
const MOST_PIXELS = 2 ** 26

/**
 * The image in another size, equal to Pillow's `Image.resize` to the last bit.
 *
 * Each axis is a weighted mean over the pixels that an output pixel covers (antialiasing when it shrinks), in 22-bit fixed point,
 * rounded and clamped to a byte after each axis. An axis that keeps its size is left alone.
 *
 * @param image - Of bytes.
 * @param options - The size, the filter, and `pillow`: up to release 12 the horizontal pass comes first (default, and what the
 *   published rewards ran on); release 13 begins with the vertical one when the height shrinks by more than twice what the width does.
 * @returns `Left InvalidInput` for an image of floats; `Left InvalidOption` for a size that is no positive whole number, an unknown filter, or where the result or the image between the
 *   passes would have more than 2^26 pixels; else the image, a copy where the size is the same.
 * @remarks Source: Pillow 11.2.1 and 13.0.0, and so torchvision's `Resize` of PIL images. Differs from it: nothing.
 * @example
 * ```ts @import.meta.vitest
 * const image = { range: 'uint8', width: 2, height: 1, data: new Uint8Array([0, 0, 0, 255, 100, 3]) } as const
 * expect(resize(image, { widthPx: 1, heightPx: 1, filter: 'bilinear' })).toEqual({
 *   _tag: 'Right',
 *   right: { range: 'uint8', width: 1, height: 1, data: new Uint8Array([128, 50, 2]) },
 * })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const resize = (image: Image<'uint8'>, options: ResizeOptions): E.Either<RewardError, Image<'uint8'>> => {
  const fault = faultOf(image, options)
  if (fault !== undefined) return E.left(fault)
  const { widthPx, heightPx, filter } = options
  const passes = wasmPasses() ?? plainPasses
  const rows = (data: Uint8Array, height: number): Uint8Array =>
    widthPx === image.width ? data : passes.rows(data, height, axisOf(image.width, widthPx, filter))
  const columns = (data: Uint8Array, width: number): Uint8Array =>
    heightPx === image.height ? data : passes.columns(data, 3 * width, axisOf(image.height, heightPx, filter))
  const data = columnsFirst(image, options)
    ? rows(columns(image.data, image.width), heightPx)
    : columns(rows(image.data, image.height), widthPx)
  // Not by slice: that of a Buffer is no copy.
  const own = data === image.data ? new Uint8Array(data) : data
  return E.right({ range: 'uint8', width: widthPx, height: heightPx, data: own })
}

const columnsFirst = ({ width, height }: Image<'uint8'>, { widthPx, heightPx, pillow }: ResizeOptions): boolean =>
  pillow === 13 && heightPx < height && height - heightPx > 2 * (width - widthPx)

const faultOf = (image: Image<'uint8'>, options: ResizeOptions): RewardError | undefined => {
  const { range, width, height, data } = image
  if (range !== 'uint8' || data.length !== 3 * width * height) {
    const received = `${data.length} values of range ${describe(range)} for ${width} x ${height}`
    return { _tag: 'InvalidInput', reward: 'resize', field: 'image', expected: 'an image of bytes', received }
  }
  const { widthPx, heightPx, filter, pillow = 11 } = options
  if (!isSize(widthPx)) return wrong('widthPx', 'a positive whole number', describe(widthPx))
  if (!isSize(heightPx)) return wrong('heightPx', 'a positive whole number', describe(heightPx))
  if (!Object.hasOwn(KERNELS, filter)) return wrong('filter', Object.keys(KERNELS).join(', '), describe(filter))
  if (pillow !== 11 && pillow !== 13) return wrong('pillow', '11 or 13', describe(pillow))
  const between = columnsFirst(image, options) ? width * heightPx : widthPx * height
  const most = Math.max(widthPx * heightPx, between)
  if (most <= MOST_PIXELS) return undefined
  const received = `${most} for ${width} x ${height} to ${widthPx} x ${heightPx}`
  return wrong('widthPx', `at most ${MOST_PIXELS} pixels in the result and between the passes`, received)
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value > 0

const wrong = (option: keyof ResizeOptions, expected: string, received: string): RewardError => ({
  _tag: 'InvalidOption',
  reward: 'resize',
  option,
  expected,
  received,
})
