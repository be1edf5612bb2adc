import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { Mask } from './mask.js'
import { type MatrixInput, readMatrixOf } from './matrix.js'
import { wrongInput } from './wrong.js'

/** The name of an argument, and what was given for it. */
type Named = readonly [name: string, input: MatrixInput]

/** Differences of log-probabilities, token by token. */
export interface LogRatios {
  /** Row-major; 0 where the token does not count, or one of the two is not known. */
  readonly values: Float64Array
  /** 1 where the token counts and both are known. */
  readonly isKnown: Uint8Array
}

/**
 * a - b over the tokens under a mask; whatever lies outside of it does not matter.
 *
 * @param known - Must be there for every token.
 * @param reported - NaN where nothing was reported, if gaps are allowed.
 * @param gaps - `'allowed'` or `'refused'`.
 */
export const logRatios = (
  owner: string,
  known: Named,
  reported: Named,
  mask: Mask,
  gaps: 'allowed' | 'refused',
): E.Either<RewardError, LogRatios> => {
  const a = readMatrixOf({ owner, name: known[0] }, known[1], mask.shape)
  if (E.isLeft(a)) return a
  const b = readMatrixOf({ owner, name: reported[0] }, reported[1], mask.shape)
  if (E.isLeft(b)) return b
  const [minuends, subtrahends] = [a.right.data, b.right.data]
  const values = new Float64Array(minuends.length)
  const isKnown = new Uint8Array(minuends.length)
  const wrong = (name: string, expected: string, at: number, value: number): E.Either<RewardError, never> => {
    const columns = mask.shape[1]
    return E.left(wrongInput(owner, name, expected, `${value} at [${Math.floor(at / columns)}][${at % columns}]`))
  }
  for (let at = 0; at < values.length; at++) {
    if (mask.data[at] === 0) continue
    const [minuend, subtrahend] = [minuends[at] as number, subtrahends[at] as number]
    if (!Number.isFinite(minuend)) return wrong(known[0], EXPECTED.refused, at, minuend)
    if (gaps === 'allowed' && Number.isNaN(subtrahend)) continue
    if (!Number.isFinite(subtrahend)) return wrong(reported[0], EXPECTED[gaps], at, subtrahend)
    values[at] = minuend - subtrahend
    isKnown[at] = 1
  }
  return E.right({ values, isKnown })
}

const EXPECTED = {
  allowed: 'finite numbers under the mask, or NaN for what was not reported',
  refused: 'finite numbers under the mask',
} as const

/** The sum of each row. */
export const sumByRow = ({ values }: LogRatios, rows: number): Float64Array => {
  const columns = values.length / rows
  const sums = new Float64Array(rows)
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0
    for (let t = 0; t < columns; t++) sum += values[at++] as number
    sums[i] = sum
  }
  return sums
}
