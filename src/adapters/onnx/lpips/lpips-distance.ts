import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { Image } from '../../../image/image.js'
import type { ReadImage } from '../../../image/read-image.js'
import { compareImages, type ImageComparison } from '../../../lpips/compare-images.js'
import type { LpipsModel } from '../../../lpips/model.js'
import { type ImageSize, resizeTo } from '../../../image/image-size.js'
import { RewardException } from '../../../score.js'
import { imageReader } from '../../image/read-image.js'
import { lpipsOptionFault } from '../../../lpips/reward-options.js'
import { BACKBONES } from './backbones.js'
import { loadLpipsModel, type LpipsModelOptions, defaultSize } from './load-lpips.js'

/**
 * Options of {@link lpipsDistance} and {@link lpipsComparison}.
 *
 * @category model
 * @since 0.2.0
 */
export interface LpipsDistanceOptions extends LpipsModelOptions {
  /** A network that was loaded before; the caller disposes of it. Default: one that is loaded at the first call and kept. */
  readonly model?: LpipsModel
  /** `'native'` (default), or a size in pixels both are resized to first, as Pillow does. */
  readonly size?: ImageSize
  /** How images are read; default: the reader of `corl-rewards/image`, without http. */
  readonly read?: ReadImage
}

/** Networks that calls without a model of their own use, by what was asked for. */
const kept = new Map<string, Promise<E.Either<RewardError, LpipsModel>>>()

const keptModel =
  (options: LpipsModelOptions): TE.TaskEither<RewardError, LpipsModel> =>
  async () => {
    const { net, variant, guard, weights, modelDir, device, threads, precision, env } = options
    const key = JSON.stringify([net, variant, guard, weights, modelDir, device, threads, precision, env])
    const loading = kept.get(key) ?? loadLpipsModel(options)()
    kept.set(key, loading)
    const loaded = await loading
    if (E.isLeft(loaded)) kept.delete(key)
    return loaded
  }

/**
 * Frees the networks that {@link lpipsDistance} and {@link lpipsComparison} have loaded and kept.
 *
 * @returns Resolves when they are freed; rejects where the runtime does not free one. A later call loads again.
 * @category destructors
 * @since 0.2.0
 */
export const releaseLpips = async (): Promise<void> => {
  const models = [...kept.values()]
  kept.clear()
  for (const model of await Promise.all(models)) if (E.isRight(model)) await model.right[Symbol.asyncDispose]()
}

/**
 * The LPIPS distance of two images: how different they look. Lower is more alike; 0 for the same pixels.
 *
 * @param a - Whatever the reader of `corl-rewards/image` accepts: a path, bytes, a data URL, pixels with their range.
 * @param b - The other image, of the same size unless `size` is set.
 * @param options - The network (default: vgg, from the files of the model `lpips-vgg`), see the fields.
 * @returns A distance ≥ 0, no unit, without an upper bound. Rejects with `RewardException`: no model (its message has the command that
 *   gets it), an image that cannot be read, sizes that differ.
 * @remarks Zhang et al. 2018, Eq. 1, version 0.1. The reward is 1 - distance.
 * @example
 * ```ts @import.meta.vitest
 * const { formulaImage } = await import('../../../formula/image.js')
 * const [a, b] = [formulaImage('discs', 64, 64), formulaImage('clouds', 64, 64)]
 * // Made-up weights, asked for by name: they show the call, and the number means nothing.
 * const options = { net: 'squeeze', weights: 'formula' } as const
 * expect(await lpipsDistance(a, b, options)).toBeGreaterThan(0)
 * expect(await lpipsDistance(a, a, options)).toBe(0)
 * ```
 * @category pure
 * @since 0.2.0
 */
export const lpipsDistance = async (a: unknown, b: unknown, options: LpipsDistanceOptions = {}): Promise<number> =>
  (await lpipsComparison(a, b, options)).distance

/**
 * The LPIPS distance of two images, with the share of each layer and a map of where they differ.
 *
 * @param a - As of {@link lpipsDistance}.
 * @param b - As of {@link lpipsDistance}.
 * @param options - As of {@link lpipsDistance}.
 * @returns Distances ≥ 0, no unit; the map has the images' size. Rejects with `RewardException` as {@link lpipsDistance} does.
 * @category pure
 * @since 0.2.0
 */
export const lpipsComparison = async (
  a: unknown,
  b: unknown,
  options: LpipsDistanceOptions = {},
): Promise<ImageComparison> => {
  const { read = imageReader(), size = defaultSize(options), net = 'vgg' } = options
  const minSidePx = options.model?.minSidePx ?? (BACKBONES as Partial<typeof BACKBONES>)[net]?.minSidePx ?? 1
  const fault = lpipsOptionFault({ read, size }, minSidePx)
  if (fault !== undefined) throw new RewardException(fault)
  const image = (input: unknown, field: string): TE.TaskEither<RewardError, Image> => {
    const owner = { reward: 'lpips', field }
    return pipe(
      read(input, owner),
      TE.chainEitherK((found) => resizeTo(found, size, owner)),
    )
  }
  const compared = await pipe(
    TE.Do,
    TE.bind('model', () => (options.model === undefined ? keptModel(options) : TE.right(options.model))),
    TE.bind('a', () => image(a, 'a')),
    TE.bind('b', () => image(b, 'b')),
    TE.chain(({ model, a, b }) => compareImages(model, a, b)),
  )()
  if (E.isLeft(compared)) throw new RewardException(compared.left)
  return compared.right
}
