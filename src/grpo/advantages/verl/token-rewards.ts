import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { readMask } from '../../masks/mask.js'
import { type Matrix, type MatrixInput, readMatrix, type Shape } from '../../masks/matrix.js'
import { batchFault } from '../../masks/option-names.js'
import { wrongInput } from '../../masks/wrong.js'
import { type Groups, groupsByKey } from '../groups.js'

/**
 * What verl's estimators look at: a reward for each token, most often all 0 but the last.
 *
 * @category model
 * @since 0.5.0
 */
export interface TokenRewards {
  /** [N][T], numbers in [-1e30, 1e30], also at padding: it is summed as well. */
  readonly tokenLevelRewards: MatrixInput
  /** [N][T]: 1 for the tokens of the response. */
  readonly responseMask: MatrixInput
}

/**
 * Token rewards in groups.
 *
 * @category model
 * @since 0.5.0
 */
export interface GroupedTokenRewards extends TokenRewards {
  /** [N], the prompt that each response answers: numbers or strings, in any order. */
  readonly index: ArrayLike<number | string>
}

/**
 * Advantages by token.
 *
 * @category model
 * @since 0.5.0
 */
export interface TokenAdvantages {
  /** [N, T], finite; 0 outside of the response (in ReMax beyond its end). */
  readonly advantages: Matrix<Float64Array>
  /** [N, T], what the critic's value would be held against. The advantages themselves in the estimators of whole responses. */
  readonly returns: Matrix<Float64Array>
}

/** Token rewards that were found to be in order. */
export interface TokenTable {
  readonly shape: Shape
  readonly rewards: Float64Array
  readonly mask: Uint8Array
}

/** Sums and squares of such rewards stay finite, sums also where they are rounded to float32. */
const LARGEST = 1e30

export const readTokenRewards = (owner: string, batch: TokenRewards): E.Either<RewardError, TokenTable> => {
  const fault = batchFault(owner, 'batch', batch)
  if (fault !== undefined) return E.left(fault)
  const { tokenLevelRewards, responseMask } = batch
  const rewards = readMatrix({ owner, name: 'tokenLevelRewards' }, tokenLevelRewards)
  if (E.isLeft(rewards)) return rewards
  const { shape, data } = rewards.right
  const odd = data.findIndex((value) => !(Math.abs(value) <= LARGEST))
  if (odd >= 0) {
    const received = `${data[odd] as number} at [${Math.floor(odd / shape[1])}][${odd % shape[1]}]`
    return E.left(wrongInput(owner, 'tokenLevelRewards', 'numbers in [-1e30, 1e30]', received))
  }
  const mask = readMask({ owner, name: 'responseMask' }, responseMask, shape)
  return E.map(({ data: ones }: Matrix<Uint8Array>) => ({ shape, rewards: data, mask: ones }))(mask)
}

/** Responses as wholes: one score each, in groups. */
export interface ResponseTable extends TokenTable {
  /** The sum of a response's token rewards. */
  readonly scores: Float64Array
  readonly groups: Groups
}

export const readResponses = (owner: string, batch: GroupedTokenRewards): E.Either<RewardError, ResponseTable> => {
  const table = readTokenRewards(owner, batch)
  if (E.isLeft(table)) return table
  const { shape, rewards } = table.right
  const [rows, columns] = shape
  const groups = groupsByKey({ owner, name: 'index' }, batch.index, rows)
  if (E.isLeft(groups)) return groups
  const scores = new Float64Array(rows)
  for (let i = 0, at = 0; i < rows; i++) {
    let score = 0
    for (let t = 0; t < columns; t++) score += rewards[at++] as number
    scores[i] = score
  }
  return E.right({ ...table.right, scores, groups: groups.right })
}

/** One advantage a response, at each of its tokens. */
export const spread = ({ shape, mask }: TokenTable, perResponse: Float64Array): TokenAdvantages => {
  const data = new Float64Array(mask.length)
  for (let at = 0; at < data.length; at++)
    if (mask[at] === 1) data[at] = perResponse[Math.floor(at / shape[1])] as number
  const advantages = { shape, data }
  return { advantages, returns: advantages }
}
