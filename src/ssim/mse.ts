import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../core/error.js'
import type { Image, PixelRange } from '../image/image.js'
import { checkPair, finite } from './pair.js'

/** What brings differences of a range to pixels in [0, 1]. */
const SPAN: Readonly<Record<PixelRange, number>> = { uint8: 255, unit: 1, signed: 2 }

/**
 * Mean squared error of pixels in [0, 1], over all pixels and channels.
 *
 * @param a - An image in any range.
 * @param b - An image of the same size and range.
 * @returns Left `InvalidInput` where the images differ in size or range; else Right the error in [0, 1], 0 when they are equal. It
 *   is a distance: lower is better.
 * @example
 * ```ts @import.meta.vitest
 * const { formulaImage } = await import('../formula/image.js')
 * const image = formulaImage('noise', 2, 2)
 * expect(mse(image, image)).toEqual({ _tag: 'Right', right: 0 })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const mse = <R extends PixelRange>(a: Image<R>, b: Image<NoInfer<R>>): E.Either<RewardError, number> =>
  pipe(
    checkPair('mse', a, b, 1),
    E.chain(() => finite('mse', meanSquaredError(a, b))),
  )

const meanSquaredError = (a: Image, b: Image): number => {
  const rowLength = 3 * a.width
  let sum = 0
  for (let at = 0; at < a.data.length; at += rowLength) {
    let row = 0
    for (let i = at; i < at + rowLength; i++) row += ((a.data[i] as number) - (b.data[i] as number)) ** 2
    sum += row
  }
  return sum / a.data.length / SPAN[a.range] ** 2
}
