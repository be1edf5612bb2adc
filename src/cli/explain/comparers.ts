import type { RewardSpec } from '../../presets/spec.js'
import { compareLpips } from './compare-lpips.js'
import { compareSsim } from './compare-ssim.js'
import type { CompareImages } from './comparison.js'
import type { RewardInSpec } from './recipe-parts.js'
import { rewardsIn } from './rewards-in.js'

interface HowToCompare {
  readonly compare: CompareImages
  /** Whether it has distances by layer. */
  readonly isLayered: boolean
}

/** The rewards that can show where two images differ, by id. */
const comparers: ReadonlyMap<string, HowToCompare> = new Map([
  ['lpips', { compare: compareLpips, isLayered: true }],
  ['ssim', { compare: compareSsim, isLayered: false }],
])

/** A reward in a spec that can show more than its number. */
export interface Comparer extends RewardInSpec, HowToCompare {}

/** So many are shown at most. */
const MAX_COMPARISONS = 4

/** Those of a valid spec, in the order they stand in it. */
export const comparersOf = (spec: RewardSpec): ReadonlyArray<Comparer> =>
  rewardsIn(spec)
    .flatMap((reward) => {
      const how = comparers.get(reward.id)
      return how === undefined ? [] : [{ ...reward, ...how }]
    })
    .slice(0, MAX_COMPARISONS)
