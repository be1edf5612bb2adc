import { describe, type RewardError } from '../core/error.js'
import { makeReward, rejected } from '../core/make.js'
import { unitRange } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { type ImagePairSample, PAIR_FIELDS } from '../image/image-pair.js'
import { type ImageSize, sizeFault } from '../image/image-size.js'
import type { ReadImage } from '../image/read-image.js'
import { type Measure, MIN_SIDE } from './measure.js'
import { scorePairs } from './score-pairs.js'

/** Options of {@link ssimReward}. */
export interface SsimOptions {
  /** `'ssim'` (default), or `'ms-ssim'`: the same at five sizes. */
  readonly measure?: Measure
  /** Reads the images. */
  readonly read: ReadImage
  /** `'native'` (default): as they are, both of one size. A number or [width, height] in pixels: resized as Pillow does, bilinear. */
  readonly size?: ImageSize
}

/**
 * Structural similarity of the generated image to the reference: SSIM in [-1, 1], MS-SSIM in [0, 1], 1 when they are equal. It needs no
 * weights.
 *
 * Each distinct image of a batch (the same string, the same object) is read once, however many samples share it, and let go after
 * its last use; what the measure needs of a reference is computed once for a group.
 *
 * @param options - `measure`, the port `read`, and `size`; only images of bytes can be resized.
 * @returns A reward. `Failed MissingField` without an image, `Failed InvalidInput` for one that cannot be read, is too small (6
 *   pixels a side, 176 for MS-SSIM) or differs in size from the other. A wrong option: every batch is `Left InvalidOption`; a decoder
 *   that is not installed: `Left MissingPackage`.
 * @remarks Paper: see `ssim` and `msSsim`. Leaves the event loop free every 10 ms, within a large image too.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const { formulaImage } = await import('../formula/image.js')
 * const read = (kind: unknown) => async () => ({ _tag: 'Right', right: formulaImage(kind as 'noise', 16, 16) }) as const
 * const outcomes = await score(ssimReward({ read }), [{ image: 'noise', reference: 'noise' }, { image: 'noise', reference: null }])
 * expect(outcomes).toMatchObject([{ _tag: 'Scored', value: 1 }, { _tag: 'Failed', error: { _tag: 'MissingField' } }])
 * ```
 * @category rewards
 * @since 0.2.0
 */
export const ssimReward = (options: SsimOptions): Reward<ImagePairSample> => {
  const { measure = 'ssim', read, size = 'native' } = options
  const fault = faultOf(options)
  if (fault !== undefined) return rejected('ssim', fault)
  return makeReward<ImagePairSample>(
    {
      name: measure,
      range: measure === 'ssim' ? { min: -1, max: 1 } : unitRange,
      fields: PAIR_FIELDS,
    },
    (batch, context = {}) =>
      () =>
        scorePairs(batch, { measure, read, size }, context),
  )
}

const faultOf = ({ measure = 'ssim', read, size }: SsimOptions): RewardError | undefined => {
  const wrong = (option: keyof SsimOptions, expected: string, received: string): RewardError => ({
    _tag: 'InvalidOption',
    reward: 'ssim',
    option,
    expected,
    received,
  })
  if (!Object.hasOwn(MIN_SIDE, measure)) return wrong('measure', "'ssim' or 'ms-ssim'", describe(measure))
  if (typeof read !== 'function') return wrong('read', 'a function that reads images', describe(read))
  return sizeFault('ssim', size, MIN_SIDE[measure])
}
