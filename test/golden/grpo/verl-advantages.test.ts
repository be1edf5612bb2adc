import { expect } from 'vitest'
import { verlAdvantages, type VerlEstimator } from '../../../src/grpo/advantages/verl/verl-advantages.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { expectNumbers, type GoldenRows, right, toRows } from './golden-numbers.js'

/** Both sides compute in float64, but for `grpo_vectorized`: its mean and deviation are float32 there. */
const TOLERANCE = 1e-9
const FLOAT32_TOLERANCE = 1e-6

interface VerlCase extends GoldenCase {
  readonly estimator: VerlEstimator
  readonly token_level_rewards: GoldenRows
  readonly response_mask: ReadonlyArray<ReadonlyArray<number>>
  readonly index: ReadonlyArray<number | string>
  readonly gamma?: number
  readonly norm_adv_by_std_in_grpo?: boolean
  readonly reward_baselines?: ReadonlyArray<number>
  readonly expected: { readonly advantages: GoldenRows; readonly returns: GoldenRows }
}

goldenSuite<VerlCase>({
  title: 'advantages of verl',
  family: 'grpo',
  files: /^verl_advantages.*\.json$/,
  check: ({ estimator, expected, ...golden }) => {
    const { gamma, norm_adv_by_std_in_grpo: normAdvByStdInGrpo, reward_baselines: rewardBaselines } = golden
    const batch = {
      tokenLevelRewards: toRows(golden.token_level_rewards),
      responseMask: golden.response_mask,
      index: golden.index,
      ...(rewardBaselines === undefined ? {} : { rewardBaselines }),
    }
    const options = {
      ...(gamma === undefined ? {} : { gamma }),
      ...(normAdvByStdInGrpo === undefined ? {} : { normAdvByStdInGrpo }),
    }
    const { advantages, returns } = right(verlAdvantages(estimator, batch, options))
    const tolerance = estimator === 'grpo_vectorized' ? FLOAT32_TOLERANCE : TOLERANCE
    expect(advantages.shape).toEqual([expected.advantages.length, expected.advantages[0]!.length])
    expectNumbers('advantages', advantages.data, expected.advantages.flat(), tolerance)
    expectNumbers('returns', returns.data, expected.returns.flat(), tolerance)
  },
})
