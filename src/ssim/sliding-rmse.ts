import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../core/error.js'
import type { Image, PixelRange } from '../image/image.js'
import { checkPair, finite } from './pair.js'
import { CHANNELS, type Raster, rasterOf } from './raster.js'

/** Of the window, in pixels. */
const SIDE = 8

/**
 * Root of the mean squared error in every 8 x 8 window, averaged over windows and channels: the measure that the released ULM-R1
 * code takes 1 minus of (`t2i_pixel_mse_reward`).
 *
 * @param a - An image of at least 9 x 9 pixels, in any range.
 * @param b - An image of the same size and range.
 * @returns Left `InvalidInput` where the images are too small or differ in size or range; else Right the error of pixels in [0, 1],
 *   in [0, 1], 0 when they are equal. It is a distance: lower is better.
 * @remarks There are (width - 8) (height - 8) windows: those that reach the last row or column take no part, as in torchmetrics 1.9
 *   (`root_mean_squared_error_using_sliding_window`), which this follows.
 * @example
 * ```ts @import.meta.vitest
 * const { uint8Image } = await import('../image/image.js')
 * const [a, b] = [0, 51].map((level) => uint8Image({ data: new Uint8Array(3 * 81).fill(level), width: 9, height: 9 }))
 * if (a?._tag !== 'Right' || b?._tag !== 'Right') throw new Error('no images')
 * expect(slidingRmse(a.right, b.right)).toMatchObject({ right: expect.closeTo(0.2, 12) })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const slidingRmse = <R extends PixelRange>(a: Image<R>, b: Image<NoInfer<R>>): E.Either<RewardError, number> =>
  pipe(
    checkPair('rmse', a, b, SIDE + 1),
    E.chain(() => finite('rmse', meanOfWindows(rasterOf(a), rasterOf(b)))),
  )

const meanOfWindows = (a: Raster, b: Raster): number => {
  let sum = 0
  for (let channel = 0; channel < CHANNELS; channel++) sum += sumOfRoots(a, b, channel)
  return sum / (CHANNELS * (a.width - SIDE) * (a.height - SIDE))
}

/** The roots of all windows of a channel. The sums of eight squares along each row are kept for eight rows. */
const sumOfRoots = (a: Raster, b: Raster, channel: number): number => {
  const across = a.width - SIDE
  const [rowA, rowB] = [new Float64Array(a.width), new Float64Array(a.width)]
  const rows = Array.from({ length: SIDE }, () => new Float64Array(across))
  let sum = 0
  for (let y = 0; y < a.height - 1; y++) {
    a.read(channel, 0, y, a.width, rowA, 0)
    b.read(channel, 0, y, a.width, rowB, 0)
    sumsOfSquares(rowA, rowB, rows[y % SIDE] as Float64Array)
    if (y >= SIDE - 1) sum += rootsOfColumns(rows, across)
  }
  return sum
}

/** Added up anew for each window: a running sum would carry its rounding errors along, and might end below 0. */
const sumsOfSquares = (a: Float64Array, b: Float64Array, into: Float64Array): void => {
  for (let x = 0; x < into.length; x++) {
    let sum = 0
    for (let i = x; i < x + SIDE; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2
    into[x] = sum
  }
}

const rootsOfColumns = (rows: ReadonlyArray<Float64Array>, across: number): number => {
  let sum = 0
  for (let x = 0; x < across; x++) {
    let window = 0
    for (const row of rows) window += row[x] as number
    sum += Math.sqrt(window / SIDE ** 2)
  }
  return sum
}
