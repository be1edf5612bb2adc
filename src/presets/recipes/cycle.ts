import { unitRange } from '../../core/range.js'
import type { AnyReward, Reward } from '../../core/reward.js'
import { sum, weightedSum } from '../../core/weighted-sum.js'
import type { ReadImage } from '../../image/read-image.js'
import type { Captioner } from '../../recaption/captioner.js'
import { recaption } from '../../recaption/recaption.js'
import type { LoadedReward } from '../entry.js'
import { judgeOfCaptions, termOfJudge } from './judge-of-captions.js'
import { term } from './term.js'

/** Whose R_cycle: the paper's formula, or that of the released code. */
export type CycleVariant = 'paper' | 'released'

/** What R_cycle is made of. The reward owns all of it. */
export interface CycleParts {
  readonly variant: CycleVariant
  /** 1 - LPIPS of `image` and `reference`. */
  readonly image: AnyReward
  readonly captioner: Captioner
  /** Judges the caption against the prompt. */
  readonly judge: LoadedReward
  readonly read: ReadImage
}

/**
 * R_cycle of CoRL (arXiv 2505.17534): 1 - LPIPS(real image, generated image) + SPICE(prompt, caption of the generated image), "normalised to [0, 1]".
 *
 * - `'paper'`: (clamp(1 - LPIPS, 0, 1) + clamp(S, 0, 1)) / 2, in [0, 1]. The paper does not say how it normalises. This is our reading: LPIPS has no
 *   upper bound, so its half is cut off at 0, which no pair of natural images comes near; SPICE lies in [0, 1] as it is; and their mean is the one
 *   map of [0, 2] to [0, 1] that keeps their weights equal.
 * - `'released'`: 1 - LPIPS + S, nothing cut off, as in ULM-R1's code.
 *
 * The terms are parts: `R_LPIPS`, and `R_SPICE`, `R_BERTScore` or `R_<judge>`, which has the caption in its detail.
 */
export const cycle = ({ variant, image, captioner, judge, read }: CycleParts): Reward<never> => {
  const text = recaption({ captioner, judge: judgeOfCaptions(judge), read })
  const judged = termOfJudge(judge.meta.name)
  const name = 'corl/cycle'
  if (variant === 'released') return sum([term(image, 'R_LPIPS'), term(text, judged)], { name })
  return weightedSum(
    [
      [0.5, term(image, 'R_LPIPS', unitRange)],
      [0.5, term(text, judged, unitRange)],
    ],
    { name },
  )
}
