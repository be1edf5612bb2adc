import type { RewardSpec } from '../../presets/spec.js'
import { compareLpips } from './compare-lpips.js'
import { compareSsim } from './compare-ssim.js'
import type { CompareImages } from './comparison.js'
import { type RewardInSpec, rewardsIn } from './rewards-in.js'

/** The rewards that can show where two images differ, by id. */
const comparers: ReadonlyMap<string, CompareImages> = new Map([
  ['lpips', compareLpips],
  ['ssim', compareSsim],
])

/** A reward in a spec that can show more than its number. */
export interface Comparer extends RewardInSpec {
  readonly compare: CompareImages
}

/** So many are shown at most. */
const MAX_COMPARISONS = 4

/** Those of a valid spec, in the order they stand in it. */
export const comparersOf = (spec: RewardSpec): ReadonlyArray<Comparer> =>
  rewardsIn(spec)
    .flatMap((reward) => {
      const compare = comparers.get(reward.id)
      return compare === undefined ? [] : [{ ...reward, compare }]
    })
    .slice(0, MAX_COMPARISONS)
