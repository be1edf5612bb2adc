import type { RewardError } from '../../core/error.js'
import { errorData } from '../outcome-json.js'
import type { Computed } from './case/compute-case.js'

/**
 * What came out of a case, as a line of JSON. Metrics that are not finite where the original has none that is (a deviation of one value) are
 * the texts "NaN", "Infinity" and "-Infinity"; nothing else can be.
 */
export const computedJson = (id: string | number | undefined, computed: Computed): string => {
  const { advantages, correction, loss } = computed
  const metrics = { ...advantages?.metrics, ...correction?.metrics, ...mapped(loss?.metrics ?? {}, shortest) }
  return JSON.stringify({
    ...(id !== undefined && { id }),
    ...(advantages !== undefined && { advantages: Array.from(advantages.advantages) }),
    ...(correction !== undefined && { importanceWeights: rowsOf(correction.ratio) }),
    ...(loss !== undefined && { loss: shortest(loss.loss), gradLogProbs: loss.gradLogProbs.map(shortestOf) }),
    ...(loss?.gradEntropies !== undefined && { gradEntropies: loss.gradEntropies.map(shortestOf) }),
    metrics: mapped(metrics, (value) => (Number.isFinite(value) ? value : String(value))),
  })
}

/** Why a case has no result. */
export const errorJson = (id: string | number | undefined, error: RewardError): string =>
  JSON.stringify({ ...(id !== undefined && { id }), error: errorData(error) })

const mapped = <A>(metrics: Readonly<Record<string, number>>, f: (value: number) => A): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, f(value)]))

const rowsOf = ({ shape: [rows, columns], data }: { shape: readonly [number, number]; data: Float64Array }) =>
  Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)))

/** The shortest decimal that is this float32: the other digits of a float64 would say nothing. */
const shortest = (value: number): number => {
  for (const digits of [7, 8]) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return rounded
  }
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value
}

const shortestOf = (row: ArrayLike<number>): ReadonlyArray<number> => Array.from(row, shortest)
