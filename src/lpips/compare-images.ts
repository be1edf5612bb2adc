import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { checkedImage, type Image } from '../image/image.js'
import { imageFault, pairFault } from './image-fault.js'
import type { LpipsModel, Plane } from './model.js'
import { totalDistance } from './total-distance.js'
import { addUpsampled } from './upsample.js'

/**
 * The distance of two images, taken apart.
 *
 * @category model
 * @since 0.2.0
 */
export interface ImageComparison {
  readonly distance: number
  /** By layer, in order; their sum is the distance. */
  readonly layers: Readonly<Record<string, number>>
  /** Where the images differ: the distance at each pixel, all layers together, at the images' own size. Its mean is near the distance. */
  readonly map: Plane
}

/**
 * LPIPS of two images, by layer and by pixel.
 *
 * @param model - A loaded network.
 * @param a - An image of any range; both of one size, each side at least `model.minSidePx` pixels.
 * @param b - The other.
 * @returns `Left InvalidInput` for sizes that differ or are too small, else whatever the model fails with; Right: distances ≥ 0, no unit, 0
 *   for equal images.
 * @remarks The map is the official program's `spatial=True`: each layer's plane enlarged bilinearly, and summed (Zhang et al. 2018).
 * @category pure
 * @since 0.2.0
 */
export const compareImages =
  (model: LpipsModel, a: Image, b: Image): TaskEither<RewardError, ImageComparison> =>
  async () => {
    const fault = faultOf(model, a, b)
    if (fault !== undefined) return E.left(fault)
    const compared = await model.compare([a], [b], { planes: true })()
    if (E.isLeft(compared)) return compared
    const [{ layers, planes = [] } = { layers: [] }] = compared.right
    const distance = totalDistance(layers)
    if (E.isLeft(distance)) return distance
    const sum = new Float64Array(a.width * a.height)
    for (const plane of planes) addUpsampled(sum, a.width, a.height, plane)
    return E.right({
      distance: distance.right,
      layers: Object.fromEntries(layers.map((layer, k) => [model.layers[k] as string, layer])),
      map: { width: a.width, height: a.height, data: Float32Array.from(sum) },
    })
  }

const faultOf = (model: LpipsModel, a: Image, b: Image): RewardError | undefined => {
  for (const [field, image] of Object.entries({ a, b })) {
    const checked = checkedImage(image, { reward: 'lpips', field })
    if (E.isLeft(checked)) return checked.left
  }
  return imageFault(model, a, 'a', Infinity) ?? pairFault(b, a, 'b')
}
