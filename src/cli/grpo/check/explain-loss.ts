import type { LossCall } from '../mistakes/loss-mistake.js'
import { LOSS_MISTAKES } from '../mistakes/loss-mistakes.js'
import { plainLoss } from '../plain/plain-loss.js'
import { bestOf, type Judged } from './best-of.js'
import type { DtypeChoice } from './guess-dtype.js'
import { type LossClaims, lossQuantities } from './loss-quantities.js'
import { type Quantity, worstExcess } from './quantity.js'

/**
 * The mistakes that give the trainer's numbers up to and with the one that departs. Where some also give what comes after it, these alone.
 *
 * @param mask - Which tokens count in the reference.
 * @param departed - The name of what departs.
 */
export const explainLoss = (
  claims: LossClaims,
  call: LossCall,
  mask: ArrayLike<number>,
  dtypes: DtypeChoice,
  departed: string,
): ReadonlyArray<string> => {
  const [whole, partial]: [Array<Judged>, Array<Judged>] = [[], []]
  for (const { reason, make } of LOSS_MISTAKES) {
    const wrong = make(call)
    if (wrong === undefined) continue
    const quantities = lossQuantities(claims, plainLoss(wrong.batch, wrong.settings), mask, dtypes)
    const at = quantities.findIndex(({ name }) => name === departed)
    const excess = worst(quantities.slice(0, at + 1))
    if (excess > 1) continue
    const after = worst(quantities.slice(at + 1))
    if (after <= 1) whole.push({ reason, excess: Math.max(excess, after) })
    else partial.push({ reason, excess })
  }
  return bestOf(whole.length > 0 ? whole : partial)
}

const worst = (quantities: ReadonlyArray<Quantity>): number =>
  quantities.reduce((most, quantity) => Math.max(most, worstExcess(quantity)), 0)
