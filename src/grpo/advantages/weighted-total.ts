import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
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
  const rows = columns[0]?.length ?? 0
  const totals = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    let [total, present] = [0, 0]
    for (let k = 0; k < columns.length; k++) {
      const value = (columns[k] as Float64Array)[i] as number
      if (value !== value) continue
      total += (weights[k] as number) * value
      present++
    }
    if (!Number.isFinite(total)) {
      const received = `${describe(total)} at ${i}`
      return E.left(wrongInput(owner, name, 'numbers whose weighted sum is finite', received))
    }
    totals[i] = present === 0 ? empty : total
  }
  return E.right(totals)
}
