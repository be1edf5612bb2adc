import { describe, type RewardError } from '../core/error.js'
import { type ImageSize, sizeFault } from '../image/image-size.js'
import type { ReadImage } from '../image/read-image.js'

/**
 * Options of the reward `lpips`.
 *
 * @category model
 * @since 0.2.0
 */
export interface LpipsRewardOptions {
  /** How `image` and `reference` are read. */
  readonly read: ReadImage
  /** `'native'` (default): as they are, both of one size. A number or [width, height] in pixels: resized as Pillow does, bilinear. */
  readonly size?: ImageSize
  /** Whether the distance of each layer is a part of the outcome. */
  readonly layers?: boolean
  /** What the network's activations may take, in bytes; default 4 GiB. Larger batches run in several goes; an image too large for it fails. */
  readonly memoryBytes?: number
}

/** What is wrong with the options of the reward; nothing where they are right. */
export const lpipsOptionFault = (
  { read, size, memoryBytes = 1, layers = false }: LpipsRewardOptions,
  minSidePx: number,
): RewardError | undefined => {
  const wrong = (option: string, expected: string, received: unknown): RewardError => ({
    _tag: 'InvalidOption',
    reward: 'lpips',
    option,
    expected,
    received: describe(received),
  })
  if (typeof read !== 'function') return wrong('read', 'a function that reads images', read)
  if (typeof layers !== 'boolean') return wrong('layers', 'true or false', layers)
  if (!(memoryBytes > 0)) return wrong('memoryBytes', 'a positive number of bytes', memoryBytes)
  return sizeFault('lpips', size, minSidePx)
}
