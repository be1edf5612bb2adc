import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import type { AdvantageOptions } from '../../../grpo/advantages/advantages.js'
import { readRewards, type Rewards } from '../../../grpo/advantages/reward-table.js'
import type { AdvantageRecipe } from './plain-advantages.js'

/** What the library adds to a deviation. */
const EPSILON = 1e-4

/** The recipe of the library's advantages for these options, which it has found to be in order. */
export const advantageRecipe = (
  rewards: Rewards,
  {
    numGenerations,
    rewardWeights,
    scaleRewards = 'group',
    multiObjectiveAggregation = 'sumThenNormalize',
  }: AdvantageOptions,
): E.Either<RewardError, AdvantageRecipe> =>
  E.map(({ columns }: { readonly columns: ReadonlyArray<Float64Array> }): AdvantageRecipe => {
    const scale = scaleRewards === true ? 'group' : scaleRewards === false ? 'none' : scaleRewards
    return {
      columns,
      weights: rewardWeights ?? columns.map(() => 1),
      size: numGenerations,
      order: 'consecutive',
      centre: 'group',
      scale,
      ddof: 1,
      epsilon: EPSILON,
      divisor: 'added',
      missing: 'left out',
      unknown: 'zero',
      whitened: false,
      aggregation: multiObjectiveAggregation.startsWith('n') ? 'each' : 'sum',
      sign: 1,
    }
  })(readRewards({ owner: 'grpo', name: 'rewards' }, rewards))
