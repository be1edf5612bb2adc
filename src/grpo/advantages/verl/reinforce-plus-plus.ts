import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { optionsFault } from '../../masks/option-names.js'
import { wrongOption } from '../../masks/wrong.js'
import { readTokenRewards, type TokenAdvantages, type TokenRewards } from './token-rewards.js'
import { whiten } from './whiten.js'

/** Options of {@link reinforcePlusPlus}. */
export interface ReinforcePlusPlusOptions {
  /** What a reward is worth one token earlier, a number in [0, 1]. Default 1. */
  readonly gamma?: number
}

/**
 * Advantages of REINFORCE++: discounted returns, whitened over the batch. No groups.
 *
 * q_t = r_t + gamma q_{t+1}, q beginning anew after a token outside of the response; A = (q - mean) / sqrt(var + 1e-8) over all tokens of the batch.
 *
 * @param batch - Rewards and mask.
 * @param options - The discount.
 * @returns Left `InvalidInput`, also where fewer than two tokens count, or `InvalidOption`; else Right advantages, finite, and the returns q.
 * @remarks Paper: REINFORCE++ (arXiv 2501.03262). Same values as verl's `reinforce_plus_plus` at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[0, 1], [0, 0]], responseMask: [[1, 1], [1, 1]] }
 * expect(reinforcePlusPlus(batch, { gamma: 0.5 })).toMatchObject({ right: { returns: { data: Float64Array.of(0.5, 1, 0, 0) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const reinforcePlusPlus = (
  batch: TokenRewards,
  options: ReinforcePlusPlusOptions = {},
): E.Either<RewardError, TokenAdvantages> => {
  const fault = optionsFault(NAME, options, ['gamma'])
  if (fault !== undefined) return E.left(fault)
  const { gamma = 1 } = options
  if (!(typeof gamma === 'number' && gamma >= 0 && gamma <= 1))
    return E.left(wrongOption(NAME, 'gamma', 'a number in [0, 1]', gamma))
  const table = readTokenRewards(NAME, batch)
  if (E.isLeft(table)) return table
  const { shape, rewards, mask } = table.right
  const [rows, columns] = shape
  const returns = new Float64Array(rewards.length)
  for (let i = 0; i < rows; i++) {
    let running = 0
    for (let at = (i + 1) * columns - 1; at >= i * columns; at--) {
      running = (rewards[at] as number) + gamma * running
      returns[at] = running
      if (mask[at] === 0) running = 0
    }
  }
  return E.map((data: Float64Array) => ({ advantages: { shape, data }, returns: { shape, data: returns } }))(
    whiten(NAME, returns, mask),
  )
}

const NAME = 'reinforcePlusPlus'
