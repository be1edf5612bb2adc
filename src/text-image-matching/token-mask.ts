import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'
import { checkedMaskShape, type TokenOwner, wrongTokens } from './token-matrix.js'
import { isTokenTensor, tensorMask } from './token-tensor.js'
import { isDtype, tensorValues } from './token-values.js'

/**
 * Which tokens count: 1 or true for those that do, as attention masks have it.
 *
 * @category model
 * @since 0.4.0
 */
export type TokenMask = ArrayLike<number | bigint | boolean>

/**
 * The rows that a mask keeps; nothing where it keeps all, or where there is none.
 *
 * @param mask - Numbers 0 and 1 or booleans, an array or a typed array; `{dtype, shape, data}`; or a tensor of tfjs that can be read at once.
 * @param count - Of the tokens it is about.
 */
export const keptRows = (
  mask: unknown,
  count: number,
  owner: TokenOwner,
): E.Either<RewardError, Int32Array | undefined> => {
  if (mask === undefined || mask === null) return E.right(undefined)
  const flags = flagsOf(mask, count, owner)
  if (E.isLeft(flags)) return flags
  if (flags.right.length !== count) {
    return E.left(wrongTokens(owner, `a mask of ${count} tokens`, `one of ${flags.right.length}`))
  }
  const kept: Array<number> = []
  for (let i = 0; i < count; i++) {
    const flag = flags.right[i]
    if (flag === 1 || flag === true || flag === 1n) kept.push(i)
    else if (!(flag === 0 || flag === false || flag === 0n)) {
      return E.left(wrongTokens(owner, '0 or 1 for every token', `${describe(flag)} at ${i}`))
    }
  }
  if (kept.length === 0) return E.left(wrongTokens(owner, 'at least one token that counts', 'none'))
  return E.right(kept.length === count ? undefined : Int32Array.from(kept))
}

const flagsOf = (mask: unknown, count: number, owner: TokenOwner): E.Either<RewardError, ArrayLike<unknown>> => {
  if (Array.isArray(mask)) return E.right(mask)
  if (ArrayBuffer.isView(mask) && !(mask instanceof DataView)) return E.right(mask as unknown as ArrayLike<unknown>)
  if (isTokenTensor(mask)) return E.chain((stored) => flagsOf(stored, count, owner))(tensorMask(mask, owner))
  const { dtype, shape, data } = (typeof mask === 'object' ? mask : {}) as {
    readonly [K in 'dtype' | 'shape' | 'data']?: unknown
  }
  if (!isDtype(dtype) || !Array.isArray(shape)) {
    return E.left(wrongTokens(owner, 'an array of 0 and 1, {dtype, shape, data} or a tensor', describe(mask)))
  }
  const fits = checkedMaskShape(shape, count, owner)
  if (E.isLeft(fits)) return fits
  return E.mapLeft(([expected, received]: readonly [string, string]) => wrongTokens(owner, expected, received))(
    tensorValues(dtype, count, data),
  )
}
