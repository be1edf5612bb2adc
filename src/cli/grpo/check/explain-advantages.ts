import type { AdvantageMistake } from '../mistakes/advantage-mistake.js'
import { advantageMistakes } from '../mistakes/advantage-mistakes.js'
import { type AdvantageRecipe, plainAdvantages } from '../plain/plain-advantages.js'
import { bestOf } from './best-of.js'
import type { DtypeChoice } from './guess-dtype.js'
import { type Quantity, worstExcess } from './quantity.js'
import type { Claim } from './read-claim.js'
import { rowQuantity } from './row-quantity.js'

/** Pairs of mistakes are tried while so many numbers are computed at most. */
const MOST_NUMBERS = 2e7

/** A trainer's advantages beside those of a recipe. */
export const advantageQuantity = (
  claim: Claim,
  recipe: AdvantageRecipe,
  dtypes: DtypeChoice,
  values?: Float64Array,
): Quantity => {
  const plain = plainAdvantages(recipe)
  // What rounding the largest reward makes of an advantage.
  const largest = (at: number): number =>
    plain.largest / ((plain.divisors[Math.floor(at / claim.columns)] as number) || 1)
  const data = spread(values ?? plain.values, claim.columns)
  return rowQuantity('advantages', claim, { columns: claim.columns, data, kind: 'advantages', largest }, dtypes)
}

const spread = (values: Float64Array, columns: number): Float64Array =>
  Float64Array.from({ length: values.length * columns }, (_, at) => values[Math.floor(at / columns)] as number)

/** The mistakes, one or else two at a time, that give the trainer's advantages; the nearest first. */
export const explainAdvantages = (
  claim: Claim,
  recipe: AdvantageRecipe,
  dtypes: DtypeChoice,
): ReadonlyArray<string> => {
  const mistakes = advantageMistakes(recipe)
  const judge = (...chain: ReadonlyArray<AdvantageMistake>): { reason: string; excess: number } | undefined => {
    let wrong: AdvantageRecipe | undefined = recipe
    for (const { make } of chain) wrong = wrong === undefined ? undefined : make(wrong)
    if (wrong === undefined) return undefined
    const excess = worstExcess(advantageQuantity(claim, wrong, dtypes))
    return { reason: chain.map(({ reason }) => reason).join(', and '), excess }
  }
  const single = bestOf(mistakes.map((mistake) => judge(mistake)))
  if (single.length > 0) return single
  const cut = cutTo(claim, recipe, dtypes)
  if (cut !== undefined) return [cut]
  const rows = claim.data.length
  if (rows * recipe.columns.length * mistakes.length ** 2 > MOST_NUMBERS) return []
  return bestOf(
    mistakes.flatMap((first, i) =>
      mistakes.slice(i + 1).map((second) => (first.kind === second.kind ? undefined : judge(first, second))),
    ),
  )
}

/** Whether the trainer's advantages are the right ones, none of them larger than its largest. */
const cutTo = (claim: Claim, recipe: AdvantageRecipe, dtypes: DtypeChoice): string | undefined => {
  const most = claim.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  const cut = plainAdvantages(recipe).values.map((value) => Math.min(Math.max(value, -most), most))
  return worstExcess(advantageQuantity(claim, recipe, dtypes, cut)) <= 1
    ? `clipping: advantages cut to at most ${most} in size`
    : undefined
}
