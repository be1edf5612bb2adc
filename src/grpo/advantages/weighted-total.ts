import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { Argument } from '../masks/matrix.js'
import { wrongInput, wrongOption } from '../masks/wrong.js'

/** One finite weight a reward function; all 1 where none are given. */
export const readWeights = (
  { owner, name }: Argument,
  weights: unknown,
  functions: number,
): E.Either<RewardError, ReadonlyArray<number>> => {
  if (weights === undefined || weights === null) return E.right(Array.from({ length: functions }, () => 1))
  if (!Array.isArray(weights) || weights.length !== functions)
    return E.left(wrongOption(owner, name, `an array of ${functions}, a weight for each reward function`, weights))
  const given = weights as ReadonlyArray<unknown>
  const odd = Array.from(given).findIndex((weight) => !Number.isFinite(weight))
  return odd < 0
    ? E.right(given as ReadonlyArray<number>)
    : E.left(wrongOption(owner, `${name}[${odd}]`, 'a finite number', given[odd]))
}

/**
 * sum_k w_k x_k of every row, over the x that are there; the weights are not rescaled for those that are not.
 *
 * @param columns - x, by k; NaN is missing.
 * @param empty - What a row has of which all are missing.
 */
export const weightedTotal = (
  { owner, name }: Argument,
  columns: ReadonlyArray<Float64Array>,
  weights: ReadonlyArray<number>,
  empty: number,
): E.Either<RewardError, Float64Array> => {
  const totals = new Float64Array(columns[0]?.length ?? 0).fill(NaN)
  for (const [k, column] of columns.entries()) {
    const weight = weights[k] as number
    for (let i = 0; i < totals.length; i++) {
      const value = column[i] as number
      if (value !== value) continue
      const before = totals[i] as number
      const total = weight * value + (before === before ? before : 0)
      if (!Number.isFinite(total))
        return E.left(wrongInput(owner, name, 'numbers whose weighted sum is finite', `${total} in row ${i}`))
      totals[i] = total
    }
  }
  if (!Number.isNaN(empty)) for (let i = 0; i < totals.length; i++) if (Number.isNaN(totals[i])) totals[i] = empty
  return E.right(totals)
}
