import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { type Mask, readMask } from './mask.js'
import { type MatrixInput, readMatrixOf } from './matrix.js'
import { topEntropies } from './top-entropies.js'
import { batchFault } from './option-names.js'
import { wrongInput, wrongOption } from './wrong.js'

/** Where the policy was least sure. */
export interface TopEntropyOptions {
  /** The share of tokens to keep, in [0, 1]: 0.2 keeps the fifth of highest entropy. 1 keeps all. */
  readonly topEntropyQuantile: number
}

/**
 * The tokens of highest entropy, for a loss that looks at the forking tokens alone.
 *
 * e[i,t] = 1 where m[i,t] = 1 and H[i,t] is at least the quantile 1 - `topEntropyQuantile` of all H under the mask, else 0.
 *
 * @param entropies - H, [N][T], in nats, finite under the mask.
 * @param mask - m, [N][T], the loss mask.
 * @param options - The share to keep.
 * @returns Left `InvalidInput` or `InvalidOption`; else Right e, each 0 or 1. All 0 where the mask is. Equal entropies at the threshold all stay, so
 *   that the share may be larger.
 * @remarks The threshold is taken in float32, as TRL 1.16 takes it, and H is held against it as it was given. H in float64 may so fall short of a threshold that is its own
 *   value, rounded upwards; H in a Float32Array never does. Paper: "Beyond the 80/20 rule" (arXiv 2506.01939).
 * @example
 * ```ts @import.meta.vitest
 * expect(topEntropyMask([[0.1, 2, 0.5, 9]], [[1, 1, 1, 0]], { topEntropyQuantile: 0.5 })).toEqual({
 *   _tag: 'Right',
 *   right: { shape: [1, 4], data: Uint8Array.of(0, 1, 1, 0) },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const topEntropyMask = (
  entropies: MatrixInput,
  mask: MatrixInput,
  options: TopEntropyOptions,
): E.Either<RewardError, Mask> => {
  const fault = batchFault(NAME, 'options', options)
  if (fault !== undefined) return E.left(fault)
  const { topEntropyQuantile } = options
  if (!(typeof topEntropyQuantile === 'number' && topEntropyQuantile >= 0 && topEntropyQuantile <= 1))
    return E.left(wrongOption(NAME, 'topEntropyQuantile', 'a number in [0, 1]', topEntropyQuantile))
  const read = readMask({ owner: NAME, name: 'mask' }, mask)
  if (E.isLeft(read)) return read
  const { shape, data: counts } = read.right
  const matrix = readMatrixOf({ owner: NAME, name: 'entropies' }, entropies, shape)
  if (E.isLeft(matrix)) return matrix
  const { data } = matrix.right
  for (let at = 0; at < data.length; at++) {
    if (counts[at] !== 1 || Number.isFinite(Math.fround(data[at] as number))) continue
    const place = `[${Math.floor(at / shape[1])}][${at % shape[1]}]`
    return E.left(wrongInput(NAME, 'entropies', 'finite numbers', `${data[at] as number} at ${place}`))
  }
  return E.right({ shape, data: topEntropies(data, counts, topEntropyQuantile) })
}

const NAME = 'topEntropyMask'
