import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { toUint8 } from '../../../image/convert.js'
import type { Image, ImageOwner } from '../../../image/image.js'
import { resize } from '../../../image/resize.js'
import type { Preprocessing, Size } from './preprocessing.js'

/**
 * The image as a network reads it, in bytes: resized as Pillow does, its middle cut out where the model says so.
 *
 * @param image - Of any range. Floats become the nearest byte first, which gives an image that came from bytes back as it was.
 * @returns `Left InvalidInput` for an image so long and thin that it cannot be resized; else an image of the size that
 *   {@link readPreprocessing} checked, the image itself where it has that size.
 * @remarks The longer side of an image that keeps its shape is rounded down, and the middle is cut out at the rounded-down half of what is
 *   left over, as the image processors of transformers do both. Differs from them: nothing.
 */
export const prepareImage = (
  image: Image,
  { resize: size, filter, crop }: Preprocessing,
  owner: ImageOwner,
): E.Either<RewardError, Image<'uint8'>> => {
  const bytes = toUint8(image, 'round')
  const to = 'shortestEdgePx' in size ? keepingShape(image, size.shortestEdgePx) : size
  if (image.width === to.widthPx && image.height === to.heightPx) return E.right(cropped(bytes, crop))
  const resized = resize(bytes, { ...to, filter })
  if (E.isRight(resized)) return E.right(cropped(resized.right, crop))
  // Filter and size were checked when they were read: what is left is an image too long and thin.
  const expected = `an image that can be resized to ${to.widthPx} x ${to.heightPx} pixels`
  return E.left({ _tag: 'InvalidInput', ...owner, expected, received: `${image.width} x ${image.height}` })
}

const keepingShape = ({ width, height }: Image, shortestEdgePx: number): Size => {
  const longer = Math.floor((shortestEdgePx * Math.max(width, height)) / Math.min(width, height))
  return width <= height ? { widthPx: shortestEdgePx, heightPx: longer } : { widthPx: longer, heightPx: shortestEdgePx }
}

const cropped = (image: Image<'uint8'>, crop: Size | undefined): Image<'uint8'> => {
  if (crop === undefined || (crop.widthPx === image.width && crop.heightPx === image.height)) return image
  const { widthPx: width, heightPx: height } = crop
  const left = Math.floor((image.width - width) / 2)
  const top = Math.floor((image.height - height) / 2)
  const data = new Uint8Array(3 * width * height)
  for (let y = 0; y < height; y++) {
    const from = 3 * ((top + y) * image.width + left)
    data.set(image.data.subarray(from, from + 3 * width), 3 * width * y)
  }
  return { range: 'uint8', width, height, data }
}
