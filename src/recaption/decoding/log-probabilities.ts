import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { peak } from './peak.js'

/**
 * Logarithms of the softmax of one row: out[i] = x[i] - log sum_j exp(x[j]), summed in float64.
 *
 * @param row - Scores of the vocabulary; -Infinity for what cannot come.
 * @param out - As long as the row; filled.
 * @returns `Left NonFinite` as {@link peak}.
 */
export const logProbabilities = (
  reward: string,
  row: Float32Array,
  out: Float64Array,
): E.Either<RewardError, Float64Array> => {
  const at = peak(reward, row)
  if (E.isLeft(at)) return at
  const top = row[at.right] as number
  let sum = 0
  for (let i = 0; i < row.length; i++) sum += Math.exp((row[i] as number) - top)
  const logSum = top + Math.log(sum)
  for (let i = 0; i < row.length; i++) out[i] = (row[i] as number) - logSum
  return E.right(out)
}
