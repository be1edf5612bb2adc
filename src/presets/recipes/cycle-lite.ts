import { rejected } from '../../core/make.js'
import { unitRange } from '../../core/range.js'
import type { AnyReward, Reward } from '../../core/reward.js'
import { weightedSum } from '../../core/weighted-sum.js'
import { judgeFault } from '../../recaption/options.js'
import type { LoadedReward } from '../entry.js'
import { judgeOfCaptions, termOfJudge } from './judge-of-captions.js'
import { ofAll } from './kinds.js'
import { term } from './term.js'

/**
 * The form of R_cycle without a network: (clamp(SSIM, 0, 1) + clamp(S, 0, 1)) / 2, S being what the judge says of a `caption` that each sample brings.
 * Not the paper's reward: it lets a pipeline be built and tested where no checkpoint is.
 */
export const cycleLite = (ssim: AnyReward, judge: LoadedReward): Reward<never> => {
  const name = 'corl/cycle-lite'
  const fault = judgeFault(name, judge)
  if (fault !== undefined) return rejected(name, fault, [ssim, judge])
  const text = ofAll(name, term(judgeOfCaptions(judge), termOfJudge(judge.meta.name), unitRange), ['caption'])
  return weightedSum(
    [
      [0.5, term(ssim, 'R_SSIM', unitRange)],
      [0.5, text],
    ],
    { name },
  )
}
