import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'

/**
 * The sum of the layers' distances. Weights that hold NaN, infinities or numbers too large for float32 give no distance, but an
 * error.
 */
export const totalDistance = (layers: ReadonlyArray<number>): E.Either<RewardError, number> => {
  const value = layers.reduce((sum, layer) => sum + layer, 0)
  // Written so that NaN is found, too.
  const odd = [...layers, value].find((one) => !(Number.isFinite(one) && one >= 0))
  if (odd === undefined) return E.right(value)
  return E.left(
    Number.isFinite(odd)
      ? { _tag: 'OutOfRange', reward: 'lpips', value: odd, min: 0, max: Infinity }
      : { _tag: 'NonFinite', reward: 'lpips', value: odd },
  )
}
