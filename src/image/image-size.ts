import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'
import type { Image, ImageOwner } from './image.js'
import { resize } from './resize.js'

/**
 * The size images are compared at, in pixels. `'native'`: as they are.
 *
 * @category model
 * @since 0.2.0
 */
export type ImageSize = 'native' | number | readonly [widthPx: number, heightPx: number]

/** Sides larger than this are no size to compare images at. In pixels. */
const MAX_SIDE = 8192

/** What is wrong with the option `size`, where the shortest side that can be compared is `minSidePx`; nothing where it is right. */
export const sizeFault = (reward: string, size: unknown, minSidePx: number): RewardError | undefined => {
  if (size === undefined || size === 'native') return undefined
  const sides: ReadonlyArray<unknown> = Array.isArray(size) ? size : [size, size]
  const fits = (side: unknown): boolean =>
    Number.isInteger(side) && (side as number) >= minSidePx && (side as number) <= MAX_SIDE
  if (sides.length === 2 && sides.every(fits)) return undefined
  return {
    _tag: 'InvalidOption',
    reward,
    option: 'size',
    expected: `'native', pixels from ${minSidePx} to ${MAX_SIDE}, or [width, height]`,
    received: Array.isArray(size) ? `[${sides.slice(0, 3).map(describe).join(', ')}]` : describe(size),
  }
}

/** The image in the size it is compared at: Pillow's bilinear resize, as torchvision's `Resize` of PIL images. */
export const resizeTo = (image: Image, size: ImageSize, owner: ImageOwner): E.Either<RewardError, Image> => {
  if (size === 'native') return E.right(image)
  const [widthPx, heightPx] = typeof size === 'number' ? [size, size] : size
  if (image.width === widthPx && image.height === heightPx) return E.right(image)
  if (isBytes(image)) {
    const resized = resize(image, { widthPx, heightPx, filter: 'bilinear' })
    // The size asked for was found right before: what is left is an image too long and thin.
    return E.mapLeft((): RewardError => {
      const expected = `an image that can be resized to ${widthPx} x ${heightPx} pixels`
      return { _tag: 'InvalidInput', ...owner, expected, received: `${image.width} x ${image.height}` }
    })(resized)
  }
  const expected = `an image of ${widthPx} x ${heightPx} pixels, or one of bytes, which can be resized`
  return E.left({ _tag: 'InvalidInput', ...owner, expected, received: `${image.width} x ${image.height} floats` })
}

const isBytes = (image: Image): image is Image<'uint8'> => image.range === 'uint8'
