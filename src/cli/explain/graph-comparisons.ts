import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, unexpected } from '../../core/error.js'
import type { LoadedReward } from '../../presets/entry.js'
import { toSpec } from '../../presets/to-spec.js'
import type { GraphComparison } from './compare-graphs.js'
import { rewardsIn } from './rewards-in.js'

/** The scene graphs behind a sample's score, one comparison for each reward of the spec that has some. */
export interface GraphComparisons {
  readonly graphs: ReadonlyArray<GraphComparison>
  readonly errors: ReadonlyArray<RewardError>
}

const MAX_COMPARISONS = 4

/** What draws graphs is loaded where a reward has some. */
export const graphComparisons = async (reward: LoadedReward, sample: object): Promise<GraphComparisons> => {
  const spec = toSpec(reward)
  const found = E.isLeft(spec) ? [] : rewardsIn(spec.right).filter(({ id }) => id === 'spice')
  if (found.length === 0) return { graphs: [], errors: [] }
  const { compareGraphs } = await import('./compare-graphs.js')
  const graphs: Array<GraphComparison> = []
  const errors: Array<RewardError> = []
  for (const { options } of found.slice(0, MAX_COMPARISONS)) {
    const compared = E.flatten(
      E.tryCatch(
        () => compareGraphs(sample, options),
        (cause) => unexpected('spice', cause),
      ),
    )
    if (E.isLeft(compared)) errors.push(compared.left)
    else if (compared.right !== undefined) graphs.push(compared.right)
  }
  return { graphs, errors }
}
