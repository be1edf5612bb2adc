import type * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import type { Image, PixelRange } from '../image/image.js'
import { compareNow } from './compare-now.js'

/**
 * Structural similarity (SSIM) of two images.
 *
 * In every 11 x 11 window, weighted by a Gaussian of sigma 1.5: s = (2 μa μb + C1) (2 σab + C2) / ((μa² + μb² + C1) (σa² + σb² + C2)),
 * with pixels in [0, 1], C1 = 0.01² and C2 = 0.03². The value is the mean over all windows and the three channels.
 *
 * @param a - An image of at least 6 x 6 pixels, in any range.
 * @param b - An image of the same size and range.
 * @returns Left `InvalidInput` where the images are too small or differ in size or range; else Right s in [-1, 1], exactly 1 when
 *   the images are equal, the same for both orders of the images.
 * @remarks A window is centred on every pixel, the image mirrored at its edges, as torchmetrics 1.9 does; the paper does not say.
 *   Sums are taken in float64. Cost O(width height). Paper: Wang, Bovik, Sheikh and Simoncelli 2004, Eq. 13. Differs from it: each colour
 *   channel is compared, where the paper compares the luminance alone.
 * @example
 * ```ts @import.meta.vitest
 * const { uint8Image } = await import('../image/image.js')
 * const grey = (level: number) => ({ data: new Uint8Array(64).fill(level), width: 8, height: 8, channels: 1 })
 * const [black, white] = [uint8Image(grey(0)), uint8Image(grey(255))]
 * if (black._tag === 'Left' || white._tag === 'Left') throw new Error('no images')
 * expect(ssim(white.right, white.right)).toEqual({ _tag: 'Right', right: 1 })
 * expect(ssim(black.right, white.right)).toMatchObject({ right: expect.closeTo(0.01 ** 2 / (1 + 0.01 ** 2), 12) })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const ssim = <R extends PixelRange>(a: Image<R>, b: Image<NoInfer<R>>): E.Either<RewardError, number> =>
  compareNow('ssim', a, b)
