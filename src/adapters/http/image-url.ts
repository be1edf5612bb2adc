import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import { toUint8 } from '../../image/convert.js'
import { checkedImage, type Image, type ImageOwner } from '../../image/image.js'
import { resize } from '../../image/resize.js'
import { encodePng } from '../image/encode-png.js'

/**
 * An image as a data URL: PNG, its longest side at most so many pixels.
 *
 * @param image - Of any range; floats are rounded to bytes.
 * @returns `Left MissingPackage` where sharp is not installed, `Left InvalidInput` for what is no image or too long and thin to be reduced.
 */
export const imageUrl = (image: Image, maxSidePx: number, owner: ImageOwner): TE.TaskEither<RewardError, string> =>
  pipe(
    TE.fromEither(checkedImage(image, owner)),
    TE.chainEitherK((checked) => reduced(toUint8(checked, 'round'), maxSidePx, owner)),
    TE.chain(encodePng),
    TE.bimap(
      (error) => ('reward' in error ? { ...error, reward: owner.reward } : error),
      (png) => `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
    ),
  )

const reduced = (
  image: Image<'uint8'>,
  maxSidePx: number,
  { reward, field }: ImageOwner,
): E.Either<RewardError, Image<'uint8'>> => {
  const { width, height } = image
  const scale = maxSidePx / Math.max(width, height)
  if (scale >= 1) return E.right(image)
  const [widthPx, heightPx] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number]
  return E.mapLeft((): RewardError => {
    const expected = `an image that can be reduced to ${widthPx} x ${heightPx} pixels`
    return { _tag: 'InvalidInput', reward, field, expected, received: `${width} x ${height}` }
  })(resize(image, { widthPx, heightPx, filter: 'bicubic' }))
}
