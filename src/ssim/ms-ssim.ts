import type * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import type { Image, PixelRange } from '../image/image.js'
import { compareNow } from './compare-now.js'

/**
 * Multi-scale structural similarity (MS-SSIM): contrast and structure at five sizes, each half the one before, and luminance at the
 * smallest.
 *
 * m = Π cs_i^β_i for i = 1..4, times ssim_5^β_5; cs is SSIM without its luminance factor, β = 0.0448, 0.2856, 0.3001, 0.2363, 0.1333. A
 * negative factor counts as 0.
 *
 * @param a - An image of at least 176 x 176 pixels, in any range.
 * @param b - An image of the same size and range.
 * @returns Left `InvalidInput` where the images are too small or differ in size or range; else Right m in [0, 1], exactly 1 when the
 *   images are equal, the same for both orders of the images.
 * @remarks Halving takes the mean of 2 x 2 pixels and leaves an odd last row or column out. The four larger sizes look at windows that
 *   lie inside the image, the smallest at all, mirrored: torchmetrics 1.9 with `normalize='relu'`. Paper: Wang, Simoncelli and Bovik
 *   2003, Eq. 7. Differs from it: colour channels as in `ssim`; means of negative sign.
 * @example
 * ```ts @import.meta.vitest
 * const { formulaImage } = await import('../formula/image.js')
 * const image = formulaImage('clouds', 176, 176)
 * expect(msSsim(image, image)).toEqual({ _tag: 'Right', right: 1 })
 * expect(msSsim(formulaImage('clouds', 175, 176), image)).toMatchObject({ left: { _tag: 'InvalidInput', received: '175 x 176' } })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const msSsim = <R extends PixelRange>(a: Image<R>, b: Image<NoInfer<R>>): E.Either<RewardError, number> =>
  compareNow('ms-ssim', a, b)
