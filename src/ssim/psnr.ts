import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../core/error.js'
import type { Image, PixelRange } from '../image/image.js'
import { mse } from './mse.js'

/** Decibels in a unit of the natural logarithm: 10 / ln 10, in float32 as torchmetrics 1.9 has it also for float64 images. */
const DECIBELS = Math.fround(10 / Math.fround(Math.LN10))

/**
 * Peak signal-to-noise ratio: 10 log10(1 / mse), for pixels in [0, 1].
 *
 * @param a - An image in any range.
 * @param b - An image of the same size and range.
 * @returns Left `InvalidInput` where the images differ in size or range; else Right the ratio in decibels, 0 or more, **Infinity** when
 *   the images are equal. Higher is better.
 * @remarks The value is torchmetrics 1.9's, which is 4.5e-8 of it below the exact one: that package rounds 10 / ln 10 to float32.
 * @example
 * ```ts @import.meta.vitest
 * const { uint8Image } = await import('../image/image.js')
 * const [a, b] = [0, 51].map((level) => uint8Image({ data: new Uint8Array(3).fill(level), width: 1, height: 1 }))
 * if (a?._tag !== 'Right' || b?._tag !== 'Right') throw new Error('no images')
 * expect(psnr(a.right, b.right)).toMatchObject({ right: expect.closeTo(10 * Math.log10(25), 5) })
 * expect(psnr(a.right, a.right)).toEqual({ _tag: 'Right', right: Infinity })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const psnr = <R extends PixelRange>(a: Image<R>, b: Image<NoInfer<R>>): E.Either<RewardError, number> =>
  pipe(
    mse(a, b),
    E.map((error) => DECIBELS * Math.log(1 / error)),
  )
