import type { RewardError } from '../core/error.js'
import type { Image } from '../image/image.js'
import type { LpipsModel } from './model.js'
import { sizeOf } from './run-plan.js'

const wrong = (field: string, expected: string, image: Image): RewardError => ({
  _tag: 'InvalidInput',
  reward: 'lpips',
  field,
  expected,
  received: sizeOf(image),
})

/** Why an image cannot go through the network: too small for its last layer, or too large for the memory allowed. */
export const imageFault = (
  { minSidePx, net, bytesPerPixel }: LpipsModel,
  image: Image,
  field: string,
  memoryBytes: number,
): RewardError | undefined => {
  const { width, height } = image
  if (Math.min(width, height) < minSidePx) {
    return wrong(field, `an image of at least ${minSidePx} x ${minSidePx} pixels (${net})`, image)
  }
  const most = Math.floor(memoryBytes / bytesPerPixel)
  if (width * height <= most) return undefined
  return wrong(field, `at most ${most} pixels (${net} within \`memoryBytes\`; or set \`size\`)`, image)
}

/** Why two images cannot be compared. */
export const pairFault = (image: Image, reference: Image, field = 'image'): RewardError | undefined =>
  sizeOf(image) === sizeOf(reference)
    ? undefined
    : wrong(field, `the other image's size, ${sizeOf(reference)} (or set \`size\` to resize both)`, image)
