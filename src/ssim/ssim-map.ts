import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../core/error.js'
import type { Image, PixelRange } from '../image/image.js'
import { MIN_SIDE } from './measure.js'
import { checkPair } from './pair.js'
import { CHANNELS, rasterOf } from './raster.js'
import { similarity } from './similarity.js'
import { type Statistics, statisticsOf } from './statistics.js'
import { runNow } from '../core/steps.js'

/**
 * One number a pixel.
 *
 * @category model
 * @since 0.2.0
 */
export interface PixelMap {
  /** In pixels. */
  readonly width: number
  /** In pixels. */
  readonly height: number
  /** Rows from top to bottom. */
  readonly data: Float64Array
}

/**
 * Where two images are alike: SSIM window by window, the mean of the three channels. The mean of the map is `ssim`.
 *
 * @param a - An image of at least 6 x 6 pixels, in any range.
 * @param b - An image of the same size and range.
 * @returns Left `InvalidInput` where the images are too small or differ in size or range; else Right a map of the images' size, its
 *   values in [-1, 1] up to rounding.
 * @example
 * ```ts @import.meta.vitest
 * const { formulaImage } = await import('../formula/image.js')
 * const image = formulaImage('discs', 8, 6)
 * expect(ssimMap(image, image)).toEqual({ _tag: 'Right', right: { width: 8, height: 6, data: new Float64Array(48).fill(1) } })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const ssimMap = <R extends PixelRange>(a: Image<R>, b: Image<NoInfer<R>>): E.Either<RewardError, PixelMap> =>
  pipe(
    checkPair('ssim', a, b, MIN_SIDE.ssim),
    E.map(() => {
      const { width, height } = a
      const data = new Float64Array(width * height)
      const statistics = (image: Image): Statistics => statisticsOf(rasterOf(image), 'mirrored')
      runNow(similarity(statistics(a), statistics(b), { width, data }))
      return { width, height, data: data.map((sum) => sum / CHANNELS) }
    }),
  )
