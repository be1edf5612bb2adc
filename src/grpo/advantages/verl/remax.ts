import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { wrongInput } from '../../masks/wrong.js'
import { readTokenRewards, type TokenAdvantages, type TokenRewards } from './token-rewards.js'

/** Token rewards beside what the greedy response to the same prompt earned. */
export interface RemaxBatch extends TokenRewards {
  /** b, [N], finite. */
  readonly rewardBaselines: ArrayLike<number>
}

/**
 * Advantages of ReMax: what a response earned more than the greedy one.
 *
 * A_t = sum_{s >= t} r_s m_s - b_i, at every token of the response.
 *
 * @param batch - Rewards, mask and baselines.
 * @returns Left `InvalidInput`; else Right advantages, finite, and the sums as returns.
 * @remarks A token in the midst of the response that does not count keeps the sum as its advantage: the loss leaves it out. Paper: ReMax (arXiv 2310.10505). Same values as verl's `remax` at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[1, 2, 0]], responseMask: [[1, 1, 0]], rewardBaselines: [0.5] }
 * expect(remaxAdvantages(batch)).toMatchObject({
 *   right: { advantages: { data: Float64Array.of(2.5, 1.5, 0) }, returns: { data: Float64Array.of(3, 2, 0) } },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const remaxAdvantages = (batch: RemaxBatch): E.Either<RewardError, TokenAdvantages> => {
  const table = readTokenRewards(NAME, batch)
  if (E.isLeft(table)) return table
  const { shape, rewards, mask } = table.right
  const [rows, columns] = shape
  const { rewardBaselines } = batch
  const fault = baselineFault(rewardBaselines, rows)
  if (fault !== undefined) return E.left(fault)
  const returns = new Float64Array(rewards.length)
  const advantages = new Float64Array(rewards.length)
  for (let i = 0; i < rows; i++) {
    let toGo = 0
    for (let at = (i + 1) * columns - 1; at >= i * columns; at--) {
      if (mask[at] === 1) toGo += rewards[at] as number
      returns[at] = toGo
      // A token within the response that does not count has the whole sum; beyond the end there is none.
      advantages[at] = toGo - (mask[at] === 1 ? (rewardBaselines[i] as number) : 0)
    }
  }
  return E.right({ advantages: { shape, data: advantages }, returns: { shape, data: returns } })
}

const NAME = 'remaxAdvantages'

const baselineFault = (baselines: unknown, rows: number): RewardError | undefined => {
  const wrong = (expected: string, received: string): RewardError =>
    wrongInput(NAME, 'rewardBaselines', expected, received)
  const isArray = Array.isArray(baselines) || baselines instanceof Float64Array || baselines instanceof Float32Array
  if (!isArray || baselines.length !== rows) return wrong(`${rows} numbers, one a response`, describe(baselines))
  const odd = Array.from(baselines).findIndex((value) => !Number.isFinite(value))
  return odd < 0 ? undefined : wrong('finite numbers', `${describe(baselines[odd])} at ${odd}`)
}
