import * as E from 'fp-ts/lib/Either.js'
import { showError } from '../../core/error.js'
import type { LoadedReward } from '../../presets/entry.js'
import { toSpec } from '../../presets/to-spec.js'
import { CommandFailure } from '../exit-code.js'
import type { CompareContext } from './comparison.js'
import { matchedTokens } from './matched-tokens.js'
import type { RewardInSpec } from './recipe-parts.js'
import { rewardsIn } from './rewards-in.js'
import { type TokenComparison, tokenComparison } from './token-comparison.js'
import type { GridSize } from './token-grid.js'
import type { TokenOptions } from './token-options.js'

/** How the tokens of a sample match. */
export interface TokenComparisons {
  /** One is enough: whatever its options, the reward reads the same tokens. */
  readonly comparison?: TokenComparison
  /** What could not be shown, and why. */
  readonly notes: ReadonlyArray<string>
}

/**
 * The tokens of a sample, matched once more where the spec holds a reward that matches them.
 *
 * @param maps - Whether words have maps.
 * @throws CommandFailure for a grid of another number of tokens.
 */
export const tokenComparisons = async (
  reward: LoadedReward,
  sample: object,
  { grid, minCosine }: TokenOptions,
  maps: boolean,
  context: Pick<CompareContext, 'signal'>,
): Promise<TokenComparisons> => {
  const notes: Array<string> = []
  for (const { id, options } of tokenRewards(reward)) {
    const matched = await matchedTokens(sample, options, context)
    if (E.isLeft(matched)) {
      notes.push(showError(matched.left))
      continue
    }
    if (matched.right === undefined) continue
    requireCells(grid, matched.right.image.count)
    const hints = { sample: sample as Readonly<Record<string, unknown>>, grid, minCosine, maps }
    const shown = await tokenComparison(id, matched.right, hints, context)
    if (E.isRight(shown)) return shown.right
    notes.push(showError(shown.left))
  }
  return { notes }
}

const tokenRewards = (reward: LoadedReward): ReadonlyArray<RewardInSpec> => {
  const spec = toSpec(reward)
  return E.isLeft(spec) ? [] : rewardsIn(spec.right).filter(({ id }) => id === 'text-image-matching')
}

const requireCells = (grid: GridSize | undefined, count: number): void => {
  if (grid === undefined || grid.rows * grid.columns === count) return
  const { rows, columns } = grid
  throw new CommandFailure(
    `--grid: expected rows and columns of ${count} image tokens, got ${rows}x${columns}, which are ${rows * columns}`,
  )
}
