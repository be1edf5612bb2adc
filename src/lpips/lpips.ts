import * as E from 'fp-ts/lib/Either.js'
import { disposedOf } from '../core/error.js'
import { makeReward, rejected } from '../core/make.js'
import type { Range } from '../core/range.js'
import type { Reward } from '../core/reward.js'
import { type ImagePairSample, PAIR_FIELDS } from '../image/image-pair.js'
import { LpipsBatch } from './lpips-batch.js'
import type { LpipsModel } from './model.js'
import { lpipsOptionFault, type LpipsRewardOptions } from './reward-options.js'

/** LPIPS is a sum of weighted squares, with no upper bound. */
const LPIPS_RANGE: Range = { min: -Infinity, max: 1 }

/**
 * Perceptual similarity to the real image: 1 - LPIPS.
 *
 * The range is (-∞, 1], 1 for identical images: LPIPS has no upper bound, so bound it by name where that is wanted (`clamp`).
 * In a batch each distinct image is read, resized and run through the network once.
 *
 * @param model - A loaded network; the reward owns it and frees it.
 * @param options - How images are read, and their size.
 * @returns A reward of samples with `image` and `reference`. `Failed MissingField` where one is absent, `Failed InvalidInput` where it is no image,
 *   too small for the network, or of another size than its partner.
 * @remarks Zhang et al. 2018, version 0.1. The distance is in the outcome's `detail`, and by layer in its parts on request.
 * @category rewards
 * @since 0.2.0
 */
export const lpips = (model: LpipsModel, options: LpipsRewardOptions): Reward<ImagePairSample> => {
  let disposed = false
  const reward = made(model, options, () => disposed)
  return {
    ...reward,
    [Symbol.asyncDispose]: () => {
      disposed = true
      return model[Symbol.asyncDispose]()
    },
  }
}

const made = (model: LpipsModel, options: LpipsRewardOptions, isDisposed: () => boolean): Reward<ImagePairSample> => {
  const fault = lpipsOptionFault(options, model.minSidePx)
  if (fault !== undefined) return rejected('lpips', fault)
  return makeReward<ImagePairSample>(
    { name: 'lpips', range: LPIPS_RANGE, fields: PAIR_FIELDS },
    (batch, context) => async () =>
      isDisposed() ? E.left(disposedOf('lpips')) : new LpipsBatch(model, options, batch, context).score(),
  )
}
