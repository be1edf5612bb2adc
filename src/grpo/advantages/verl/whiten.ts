import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { wrongInput } from '../../masks/wrong.js'

/** Keep divisions finite; verl's. */
const COUNT_EPSILON = 1e-8
const VARIANCE_EPSILON = 1e-8

/**
 * Values brought to mean 0 and deviation 1 over a mask: (x - mean) / sqrt(var + 1e-8), the variance unbiased; 0 outside of it.
 *
 * @returns Left `InvalidInput` where fewer than two tokens count, or the squares overflow.
 */
export const whiten = (owner: string, values: Float64Array, mask: Uint8Array): E.Either<RewardError, Float64Array> => {
  let [count, sum, squares] = [0, 0, 0]
  for (let at = 0; at < values.length; at++) {
    if (mask[at] === 0) continue
    count++
    sum += values[at] as number
  }
  if (count < 2) return E.left(wrongInput(owner, 'responseMask', 'at least two tokens that count', String(count)))
  const mean = sum / (count + COUNT_EPSILON)
  for (let at = 0; at < values.length; at++) if (mask[at] === 1) squares += ((values[at] as number) - mean) ** 2
  if (!Number.isFinite(squares))
    return E.left(wrongInput(owner, 'tokenLevelRewards', 'numbers whose squares can be summed', String(squares)))
  const variance = ((squares / (count + COUNT_EPSILON)) * count) / (count - 1)
  const scale = 1 / Math.sqrt(variance + VARIANCE_EPSILON)
  return E.right(values.map((value, at) => (mask[at] === 1 ? (value - mean) * scale : 0)))
}
