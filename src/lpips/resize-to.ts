import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import type { Image, ImageOwner } from '../image/image.js'
import { resize } from '../image/resize.js'

/** The size images are compared at. In pixels. */
export type ImageSize = 'native' | number | readonly [widthPx: number, heightPx: number]

/** The image in the size it is compared at: Pillow's bilinear resize, as torchvision's `Resize` of PIL images. */
export const resizeTo = (image: Image, size: ImageSize, owner: ImageOwner): E.Either<RewardError, Image> => {
  if (size === 'native') return E.right(image)
  const [widthPx, heightPx] = typeof size === 'number' ? [size, size] : size
  if (image.width === widthPx && image.height === heightPx) return E.right(image)
  if (!isBytes(image)) {
    return E.left({
      _tag: 'InvalidInput',
      ...owner,
      expected: `an image of ${widthPx} x ${heightPx} pixels, or one of bytes, which can be resized`,
      received: `${image.width} x ${image.height} floats`,
    })
  }
  return resize(image, { widthPx, heightPx, filter: 'bilinear' })
}

const isBytes = (image: Image): image is Image<'uint8'> => image.range === 'uint8'
