/**
 * How advantages are worked out, with all that can be done otherwise: what {@link plainAdvantages} reads. Of the library's options it is a
 * translation; a trainer's mistake is another one.
 */
export interface AdvantageRecipe {
  /** One a reward function; NaN is missing. */
  readonly columns: ReadonlyArray<Float64Array>
  readonly weights: ReadonlyArray<number>
  /** G. */
  readonly size: number
  /** Which rows are a group: G that follow each other, or every (N / G)th. */
  readonly order: 'consecutive' | 'interleaved'
  /** What the mean that is taken off is of; `'others'`: of the group without the completion itself. */
  readonly centre: 'group' | 'batch' | 'others' | 'none'
  /** What the deviation is of. */
  readonly scale: 'group' | 'batch' | 'none'
  /** What is taken off the number of values under the deviation: 1 for the unbiased one. */
  readonly ddof: 0 | 1
  readonly epsilon: number
  /** Divisor: σ + ε, sqrt(σ² + ε), max(σ, ε), or σ² + ε. */
  readonly divisor: 'added' | 'inside' | 'floor' | 'variance'
  /** What a missing reward is; `'all'`: with it the completion is missing. */
  readonly missing: 'left out' | 'zero' | 'reweighted' | 'all'
  /** The advantage of what cannot be compared with anything: 0, or NaN. */
  readonly unknown: 'zero' | 'kept'
  /** Sums normalised; or each reward by itself, and their sum again (GDPO) or not. */
  readonly aggregation: 'sum' | 'each' | 'eachOnce'
  /** The advantages normalised by mean and deviation of the batch at the end. */
  readonly whitened: boolean
  readonly sign: 1 | -1
}

/** Advantages, and what each was divided by. */
export interface PlainAdvantages {
  readonly values: Float64Array
  readonly divisors: Float64Array
  /** The largest reward, which rounding is relative to. */
  readonly largest: number
}

/** Advantages by a recipe, in float64. What divides 0 by 0 is NaN, as it is in a trainer. */
export const plainAdvantages = (recipe: AdvantageRecipe): PlainAdvantages => {
  const { order, size } = recipe
  const rows = recipe.columns[0]?.length ?? 0
  const groups = Int32Array.from({ length: rows }, (_, i) =>
    order === 'consecutive' ? Math.floor(i / size) : i % (rows / size),
  )
  const columns = recipe.missing === 'zero' ? recipe.columns.map((column) => column.map(orZero)) : recipe.columns
  const sum = totals(columns, recipe)
  if (recipe.aggregation === 'sum') return finished(recipe, relative(sum, groups, recipe), sum)
  const each = columns.map((column) => relative(column, groups, { ...recipe, scale: 'group', centre: 'group' }).values)
  const scaled = totals(each, { ...recipe, missing: 'left out' }).map((value, i) =>
    Number.isNaN(sum[i]) ? NaN : orZero(value),
  )
  if (recipe.aggregation === 'eachOnce') return finished(recipe, { values: scaled, divisors: scaled.map(() => 1) }, sum)
  return finished(recipe, relative(scaled, groups, { ...recipe, scale: 'batch', centre: 'batch' }), sum)
}

const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value)

/** Weighted sums of what is there; NaN where nothing is. */
const totals = (
  columns: ReadonlyArray<Float64Array>,
  { weights, missing }: Pick<AdvantageRecipe, 'weights' | 'missing'>,
): Float64Array => {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return Float64Array.from(columns[0] ?? [], (_, i) => {
    let [sum, present, count] = [0, 0, 0]
    for (const [k, column] of columns.entries()) {
      const value = column[i] as number
      if (Number.isNaN(value)) continue
      sum += (weights[k] as number) * value
      present += weights[k] as number
      count++
    }
    if (count === 0 || (missing === 'all' && count < columns.length)) return NaN
    return missing === 'reweighted' ? (sum * all) / present : sum
  })
}

type Relative = Omit<PlainAdvantages, 'largest'>

const relative = (values: Float64Array, groups: Int32Array, recipe: AdvantageRecipe): Relative => {
  const own = statistics(values, groups, recipe)
  const whole = statistics(values, new Int32Array(values.length), { ...recipe, size: values.length })
  const divisors = new Float64Array(values.length)
  const centred = values.map((value, i) => {
    const group = groups[i] as number
    const { mean, deviation } = recipe.scale === 'batch' ? pick(whole, 0) : pick(own, group)
    const centre = recipe.centre === 'group' || recipe.centre === 'others' ? pick(own, group).mean : pick(whole, 0).mean
    const count = own.count[group] as number
    const isLone = recipe.scale !== 'none' && Number.isNaN(deviation)
    const away = recipe.centre === 'none' ? value : value - centre
    divisors[i] = recipe.scale === 'none' ? 1 : divisorOf(deviation, recipe)
    if (Number.isNaN(value) || isLone || Number.isNaN(mean)) return NaN
    if (recipe.centre !== 'others') return away / divisors[i]
    return count < 2 ? NaN : (away * count) / (count - 1) / divisors[i]
  })
  return { values: centred, divisors }
}

interface Statistics {
  readonly count: Int32Array
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

const pick = ({ mean, deviation }: Statistics, group: number): { mean: number; deviation: number } => ({
  mean: mean[group] as number,
  deviation: deviation[group] as number,
})

/** Mean and deviation of every group; the deviation of a group that is meant to be of one is 0, of too few values NaN. */
const statistics = (
  values: Float64Array,
  groups: Int32Array,
  { ddof, size }: Pick<AdvantageRecipe, 'ddof' | 'size'>,
): Statistics => {
  const length = groups.reduce((most, group) => Math.max(most, group), 0) + 1
  const count = new Int32Array(length)
  const mean = new Float64Array(length)
  const deviation = new Float64Array(length)
  const over = (f: (group: number, value: number) => void): void =>
    values.forEach((value, i) => {
      if (!Number.isNaN(value)) f(groups[i] as number, value)
    })
  over((group, value) => {
    count[group] = (count[group] as number) + 1
    // A running mean: equal values have exactly it.
    mean[group] = (mean[group] as number) + (value - (mean[group] as number)) / count[group]
  })
  over((group, value) => {
    deviation[group] = (deviation[group] as number) + (value - (mean[group] as number)) ** 2
  })
  for (let group = 0; group < length; group++) {
    const free = (count[group] as number) - ddof
    deviation[group] = size === 1 ? 0 : free < 1 ? NaN : Math.sqrt((deviation[group] as number) / free)
  }
  return { count, mean, deviation }
}

const divisorOf = (deviation: number, { divisor, epsilon }: AdvantageRecipe): number => {
  switch (divisor) {
    case 'added':
      return deviation + epsilon
    case 'inside':
      return Math.sqrt(deviation ** 2 + epsilon)
    case 'floor':
      return Math.max(deviation, epsilon)
    case 'variance':
      return deviation ** 2 + epsilon
  }
}

/** By mean and deviation of all that are there. */
const normalized = (
  values: Float64Array,
  { ddof, epsilon }: Pick<AdvantageRecipe, 'ddof' | 'epsilon'>,
): Float64Array => {
  const whole = statistics(values, new Int32Array(values.length), { ddof, size: values.length })
  const { mean, deviation } = pick(whole, 0)
  return values.map((value) => (value - mean) / (deviation + epsilon))
}

/** What could not be compared is 0; what was divided by 0 stays what it is. */
const finished = (
  { sign, unknown, whitened, ddof, epsilon }: AdvantageRecipe,
  { values, divisors }: Relative,
  sum: Float64Array,
): PlainAdvantages => {
  const known = values.map((value, i) => {
    const isUnknown = Number.isNaN(sum[i]) || (Number.isNaN(value) && divisors[i] !== 0)
    return isUnknown ? (unknown === 'zero' ? 0 : NaN) : value
  })
  return {
    values: (whitened ? normalized(known, { ddof, epsilon }) : known).map((value) => sign * value + 0),
    divisors,
    largest: sum.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0),
  }
}
