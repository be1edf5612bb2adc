import { advantages } from '../../../src/grpo/advantages/advantages.js'
import { rlooAdvantages } from '../../../src/grpo/advantages/rloo-advantages.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { expectMetrics, expectNumbers, type GoldenNumber, type GoldenRows, right, toRows } from './golden-numbers.js'

/** Both sides compute in float64; what is left is the order of sums. */
const TOLERANCE = 1e-9

interface AdvantageCase extends GoldenCase {
  readonly source: 'trl.GRPOTrainer' | 'trl.RLOOTrainer'
  readonly config: {
    readonly num_generations: number
    readonly reward_weights: ReadonlyArray<number> | null
    readonly mode?: 'train' | 'eval'
    readonly scale_rewards?: 'group' | 'batch' | 'none'
    readonly multi_objective_aggregation?: 'sum_then_normalize' | 'normalize_then_sum'
    readonly beta?: number
    readonly reward_clip_range?: readonly [number, number] | null
    readonly normalize_advantages?: boolean
  }
  readonly rewards: GoldenRows
  readonly old_per_token_logps: GoldenRows
  readonly ref_per_token_logps: GoldenRows
  readonly completion_mask: ReadonlyArray<ReadonlyArray<number>>
  readonly expected: {
    readonly advantages: ReadonlyArray<GoldenNumber>
    readonly metrics: Readonly<Record<string, GoldenNumber>>
  }
}

const groupOptions = ({ config }: AdvantageCase) => ({
  numGenerations: config.num_generations,
  rewardWeights: config.reward_weights,
  mode: config.mode ?? 'train',
})

const penalty = ({ config, ...golden }: AdvantageCase) => ({
  beta: config.beta!,
  oldLogProbs: toRows(golden.old_per_token_logps),
  refLogProbs: toRows(golden.ref_per_token_logps),
  completionMask: golden.completion_mask,
})

goldenSuite<AdvantageCase>({
  title: 'advantages of TRL: GRPO and GDPO',
  family: 'grpo',
  files: /^advantages.*\.json$/,
  select: ({ source }) => source === 'trl.GRPOTrainer',
  check: (golden) => {
    const { scale_rewards, multi_objective_aggregation } = golden.config
    const received = right(
      advantages(toRows(golden.rewards), {
        ...groupOptions(golden),
        scaleRewards: scale_rewards!,
        multiObjectiveAggregation: multi_objective_aggregation!,
      }),
    )
    expectNumbers('advantages', received.advantages, golden.expected.advantages, TOLERANCE)
    expectMetrics(received.metrics, golden.expected.metrics, TOLERANCE)
  },
})

goldenSuite<AdvantageCase>({
  title: 'advantages of TRL: RLOO',
  family: 'grpo',
  files: /^advantages.*\.json$/,
  select: ({ source }) => source === 'trl.RLOOTrainer',
  check: (golden) => {
    const { beta, reward_clip_range, normalize_advantages } = golden.config
    const received = right(
      rlooAdvantages(toRows(golden.rewards), {
        ...groupOptions(golden),
        rewardClipRange: reward_clip_range!,
        normalizeAdvantages: normalize_advantages!,
        ...(beta === 0 ? {} : { kl: penalty(golden) }),
      }),
    )
    expectNumbers('advantages', received.advantages, golden.expected.advantages, TOLERANCE)
    expectMetrics(received.metrics, golden.expected.metrics, TOLERANCE)
  },
})
