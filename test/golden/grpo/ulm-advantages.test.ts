import { ulmAdvantages } from '../../../src/grpo/advantages/ulm-advantages.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { expectMetrics, expectNumbers, type GoldenNumber, type GoldenRows, right, toRows } from './golden-numbers.js'

/** Both sides compute in float64; what is left is the order of sums. */
const TOLERANCE = 1e-9

type Numbers = ReadonlyArray<GoldenNumber>

interface UlmCase extends GoldenCase {
  readonly unify_reward: boolean
  readonly num_generations: number
  readonly lambda_mm2t: number
  readonly t2i_rewards_per_func: GoldenRows
  readonly mm2t_rewards_per_func: GoldenRows
  readonly t2i_weights: ReadonlyArray<number>
  readonly mm2t_weights: ReadonlyArray<number>
  readonly expected: {
    readonly t2i_advantages: Numbers
    readonly mm2t_advantages: Numbers
    readonly unified_advantages: Numbers
    readonly unify_advantage: Numbers
    readonly metrics: Readonly<Record<string, GoldenNumber>>
  }
}

goldenSuite<UlmCase>({
  title: 'advantages of ULM-R1',
  family: 'grpo',
  files: /^ulm_advantages.*\.json$/,
  check: ({ expected, ...golden }) => {
    const unified = (unify: 'reward' | 'advantage' | 'none') =>
      right(
        ulmAdvantages(
          { t2i: toRows(golden.t2i_rewards_per_func), mm2t: toRows(golden.mm2t_rewards_per_func) },
          {
            numGenerations: golden.num_generations,
            t2iWeights: golden.t2i_weights,
            mm2tWeights: golden.mm2t_weights,
            lambda: golden.lambda_mm2t,
            unify,
            variant: 'released',
          },
        ),
      )
    const received = unified(golden.unify_reward ? 'reward' : 'none')
    expectMetrics(received.metrics, expected.metrics, TOLERANCE)
    if (golden.unify_reward) {
      expectNumbers('t2i', received.t2i, expected.unified_advantages, TOLERANCE)
      expectNumbers('mm2t', received.mm2t, expected.unified_advantages, TOLERANCE)
    } else {
      expectNumbers('t2i', received.t2i, expected.t2i_advantages, TOLERANCE)
      expectNumbers('mm2t', received.mm2t, expected.mm2t_advantages, TOLERANCE)
      expectNumbers('unify advantage', unified('advantage').t2i, expected.unify_advantage, TOLERANCE)
    }
  },
})
