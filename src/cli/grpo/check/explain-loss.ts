import type { LossCall, LossMistake } from '../mistakes/loss-mistake.js'
import { LOSS_MISTAKES } from '../mistakes/loss-mistakes.js'
import { plainLoss } from '../plain/plain-loss.js'
import { bestOf, type Judged } from './best-of.js'
import type { DtypeChoice } from './guess-dtype.js'
import { type LossClaims, lossQuantities } from './loss-quantities.js'
import { type Quantity, worstExcess } from './quantity.js'

/** Pairs of mistakes are tried while so many tokens are computed at most, and where so many numbers by token are there: fewer fit many pairs. */
const [MOST_TOKENS, LEAST_NUMBERS] = [2e7, 8]

/** What a trainer says of a loss, and what of the reference it is held against. */
interface Told {
  readonly claims: LossClaims
  /** Which tokens count in the reference. */
  readonly mask: ArrayLike<number>
  readonly dtypes: DtypeChoice
}

/**
 * The mistakes that give the trainer's numbers up to and with those that depart. Where some also give what comes after them, these alone; where none
 * does, two at a time that give all.
 */
export const explainLoss = (call: LossCall, told: Told, { name, dtype }: Quantity): ReadonlyArray<string> => {
  const judged = Array.from(mistaken(call), (way) => judge(way, told, name))
  const whole = bestOf(judged.map(({ whole: way }) => way))
  const single = whole.length > 0 ? whole : bestOf(judged.map(({ partial }) => partial))
  const isTelling = told.claims.rows.some(([, { data }]) => data.length >= LEAST_NUMBERS)
  const isFine = dtype === 'float64' || dtype === 'float32'
  if (single.length > 0 || !isTelling || !isFine || judged.length ** 2 * told.mask.length > MOST_TOKENS) return single
  return bestOf(Array.from(mistakenTwice(call), (way) => judge(way, told, name).whole))
}

interface Way {
  readonly reason: string
  readonly wrong: LossCall
}

function* mistaken(call: LossCall, from = 0): Generator<Way & { readonly at: number }> {
  for (let at = from; at < LOSS_MISTAKES.length; at++) {
    const { reason, make } = LOSS_MISTAKES[at] as LossMistake
    const wrong = make(call)
    if (wrong !== undefined) yield { reason, wrong, at }
  }
}

function* mistakenTwice(call: LossCall): Generator<Way> {
  for (const first of mistaken(call))
    for (const { reason, wrong } of mistaken(first.wrong, first.at + 1))
      yield { reason: `${first.reason}, and ${reason}`, wrong }
}

/** A way that gives all, or all up to what departs. */
const judge = (
  { reason, wrong }: Way,
  { claims, mask, dtypes }: Told,
  departed: string,
): { readonly whole?: Judged; readonly partial?: Judged } => {
  const quantities = lossQuantities(claims, plainLoss(wrong.batch, wrong.settings), mask, dtypes)
  const at = quantities.findIndex(({ name }) => name === departed)
  const excess = worst(quantities.slice(0, at + 1))
  if (excess > 1) return {}
  const after = worst(quantities.slice(at + 1))
  return after <= 1 ? { whole: { reason, excess: Math.max(excess, after) } } : { partial: { reason, excess } }
}

const worst = (quantities: ReadonlyArray<Quantity>): number =>
  quantities.reduce((most, quantity) => Math.max(most, worstExcess(quantity)), 0)
