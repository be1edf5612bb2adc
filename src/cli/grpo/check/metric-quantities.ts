import { type DtypeChoice, dtypeOf } from './guess-dtype.js'
import type { Quantity } from './quantity.js'
import { numberQuantity } from './row-quantity.js'

/** The metrics that a trainer logged and the reference has, in the order of the reference. */
export const metricQuantities = (
  claims: ReadonlyMap<string, number>,
  metrics: Readonly<Record<string, number>>,
  dtypes: DtypeChoice,
): ReadonlyArray<Quantity> => {
  const type = dtypeOf(Array.from(claims.values()), dtypes)
  return Object.entries(metrics).flatMap(([name, want]) => {
    const got = claims.get(name)
    if (got === undefined) return []
    return numberQuantity(`metrics.${name}`, got, want, 'metrics', { dtype: type, largest: 0 })
  })
}
