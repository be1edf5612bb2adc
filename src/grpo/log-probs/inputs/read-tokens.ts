import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { shapeOf, showShape } from '../../loss/inputs/shape-of.js'
import { wrongInput } from '../../masks/wrong.js'

/** [B, T], and V. */
export type Sizes = readonly [batch: number, length: number, vocabulary: number]

/** The tokens that were chosen, and the rows of the logits that count. */
export interface Tokens {
  /** Of every row; 0 where it does not count. */
  readonly ids: Int32Array
  /** Ascending. */
  readonly rows: Int32Array
}

/** Ids and mask from arrays; Left `InvalidInput` for one that is no id of the vocabulary where the mask is 1. */
export const readTokens = (owner: string, ids: unknown, mask: unknown, sizes: Sizes): E.Either<RewardError, Tokens> => {
  const counted = mask === undefined ? E.right(undefined) : readMask(owner, mask, sizes)
  if (E.isLeft(counted)) return counted
  const given = numbersOf(owner, 'ids', ids, sizes)
  if (E.isLeft(given)) return given
  const [batch, length, vocabulary] = sizes
  const read = new Int32Array(batch * length)
  const rows = new Int32Array(batch * length)
  let count = 0
  for (let row = 0; row < read.length; row++) {
    if (counted.right?.[row] === 0) continue
    const id = given.right(row)
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= vocabulary)
      return E.left(
        wrongInput(owner, placeOf('ids', row, length), `a whole number from 0 to ${vocabulary - 1}`, describe(id)),
      )
    read[row] = id as number
    rows[count++] = row
  }
  return E.right({ ids: read, rows: rows.subarray(0, count) })
}

/** The mask, row after row, in zeros and ones; Left `InvalidInput`. */
export const readMask = (owner: string, mask: unknown, sizes: Sizes): E.Either<RewardError, Uint8Array> => {
  const given = numbersOf(owner, 'completionMask', mask, sizes)
  if (E.isLeft(given)) return given
  const read = new Uint8Array(sizes[0] * sizes[1])
  for (let row = 0; row < read.length; row++) {
    const value = given.right(row)
    if (value !== 0 && value !== 1 && typeof value !== 'boolean')
      return E.left(wrongInput(owner, placeOf('completionMask', row, sizes[1]), '0 or 1', describe(value)))
    read[row] = Number(value)
  }
  return E.right(read)
}

export const placeOf = (name: string, row: number, length: number): string =>
  `${name}[${Math.floor(row / length)}][${row % length}]`

/** What stands at each place, in whichever form it was given: rows, {shape, data}, or B T values, row after row. */
const numbersOf = (
  owner: string,
  name: string,
  value: unknown,
  [batch, length]: Sizes,
): E.Either<RewardError, (row: number) => unknown> => {
  const wanted = `the shape ${showShape([batch, length])}`
  const held = shapeOf(value)
  if (E.isLeft(held)) return E.left(wrongInput(owner, name, wanted, held.left))
  const { shape, at } = held.right
  const isFlat = shape.length === 1 && shape[0] === batch * length
  const isFitting = isFlat || (shape.length === 2 && shape[0] === batch && shape[1] === length)
  if (isFitting && at !== undefined) return E.right(at)
  return E.left(wrongInput(owner, name, wanted, isFitting ? 'a tensor beside logits that are none' : showShape(shape)))
}
