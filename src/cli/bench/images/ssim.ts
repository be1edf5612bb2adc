import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Image } from '../../../image/image.js'
import type { ReadImage } from '../../../image/read-image.js'
import { ssimReward } from '../../../ssim/ssim-reward.js'
import { type ImagePartResult, scoreAll } from './measured.js'
import type { ImageEffort } from './parts.js'
import { distinctPairs, GROUP, imageGroups } from './pictures.js'
import { timeCalls, timingOf } from '../sections/time-calls.js'

/** Images that are in memory. */
export const asTheyAre: ReadImage = (image) => TE.fromEither(E.right(image as Image))

/** Scores images in memory: a pair, and a group with one reference. */
export const measureSsim = async (effort: ImageEffort): Promise<ImagePartResult> => {
  const batches = { '1 pair': distinctPairs(1), [`group of ${GROUP}`]: imageGroups(1) }
  const rows = []
  for (const measure of ['ssim', 'ms-ssim'] as const) {
    const reward = ssimReward({ read: asTheyAre, measure })
    for (const [name, samples] of Object.entries(batches)) {
      const { call } = await timeCalls({ call: () => scoreAll(reward, samples) }, effort)
      rows.push(timingOf(`images/ssim ${measure}, ${name}`, call, samples.length))
    }
  }
  return { ssim: rows }
}
