import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import type { GrpoLossAndGrad } from '../../../grpo/loss/grpo-loss.js'
import type { PlainLoss } from '../plain/plain-loss.js'
import { type DtypeChoice, dtypeOf } from './guess-dtype.js'
import type { Quantity } from './quantity.js'
import { type Claim, readClaim, readNumber } from './read-claim.js'
import { numberQuantity, rowQuantity } from './row-quantity.js'
import type { Tolerances } from './tolerances.js'

/** What a trainer says of a loss, in the order in which it is computed. */
export interface LossClaims {
  readonly rows: ReadonlyArray<readonly [name: RowName, claim: Claim]>
  readonly loss?: number
}

const ROWS = ['ratios', 'tokenLosses', 'gradLogProbs', 'gradEntropies'] as const
type RowName = (typeof ROWS)[number]

const KINDS: Readonly<Record<RowName, keyof Tolerances>> = {
  ratios: 'tokens',
  tokenLosses: 'tokens',
  gradLogProbs: 'gradients',
  gradEntropies: 'gradients',
}

/** Reads the claims about a loss on [rows, columns]. */
export const readLossClaims = (
  claims: ReadonlyMap<string, unknown>,
  rows: number,
  columns: number,
): E.Either<RewardError, LossClaims> => {
  const read: Array<readonly [RowName, Claim]> = []
  for (const name of ROWS) {
    if (!claims.has(name)) continue
    const claim = readClaim(name, claims.get(name), rows, columns, KINDS[name] === 'gradients')
    if (E.isLeft(claim)) return claim
    read.push([name, claim.right])
  }
  if (!claims.has('loss')) return E.right({ rows: read })
  return E.map((loss: number): LossClaims => ({ rows: read, loss }))(readNumber('loss', claims.get('loss')))
}

/**
 * The claims beside a loss.
 *
 * @param plain - The loss that they are held against.
 * @param reference - That of the library, which stands for it where the trainer computed in float32 or less.
 * @param mask - Which tokens count in the reference.
 */
export const lossQuantities = (
  claims: LossClaims,
  plain: PlainLoss,
  mask: ArrayLike<number>,
  dtypes: DtypeChoice,
  reference?: GrpoLossAndGrad,
): ReadonlyArray<Quantity> => {
  const columns = mask.length / plain.counts.lengths.length
  const quantities = new Map<string, Quantity>()
  for (const [name, claim] of claims.rows) {
    const kind = KINDS[name]
    const wanted = { columns, kind, ...(kind === 'tokens' && { mask }) }
    const exact = rowQuantity(name, claim, { ...wanted, data: plain[name] }, dtypes)
    const library = name === 'gradLogProbs' || name === 'gradEntropies' ? reference?.[name] : undefined
    quantities.set(
      name,
      library === undefined || exact.dtype === 'float64'
        ? exact
        : rowQuantity(name, claim, { ...wanted, data: library.flatMap((row) => Array.from(row)) }, dtypes),
    )
  }
  if (claims.loss !== undefined) {
    const type = dtypeOf([claims.loss], dtypes)
    const want = type === 'float64' ? plain.loss : (reference?.loss ?? plain.loss)
    const { magnitude: largest } = plain
    quantities.set('loss', numberQuantity('loss', claims.loss, want, 'loss', { dtype: type, largest, dtypes }))
  }
  return ORDER.flatMap((name) => quantities.get(name) ?? [])
}

const ORDER = ['ratios', 'tokenLosses', 'loss', 'gradLogProbs', 'gradEntropies']
