import type { AdvantageRecipe } from '../plain/plain-advantages.js'

/** Other ways to log what a metric is about, each with the number that it gives. */
export interface MetricMistake {
  readonly reason: string
  readonly value: number
}

/** Ways to log the spread and the means of rewards; none for a metric of another name. */
export const rewardMetricMistakes = (
  metric: string,
  recipe: AdvantageRecipe,
  names: ReadonlyArray<string>,
): ReadonlyArray<MetricMistake> => {
  const totals = weighted(recipe, recipe.weights)
  const plain = weighted(
    recipe,
    recipe.weights.map(() => 1),
  )
  if (metric === 'reward_std')
    return [
      ...spreads(totals),
      { reason: "metric: mean of the groups' deviations instead of the batch's", value: ofGroups(totals, recipe, 1) },
      { reason: "metric: mean of the groups' biased deviations (ddof 0)", value: ofGroups(totals, recipe, 0) },
      { reason: 'weights: reward_weights ignored', value: deviation(plain, 1) },
    ]
  if (metric === 'reward') return [...means(totals), { reason: 'weights: reward_weights ignored', value: mean(plain) }]
  if (metric === 'frac_reward_zero_std') {
    const zeros = groupsOf(totals, recipe).map((group) => (deviation(group, 1) <= ZERO ? 1 : 0))
    return [{ reason: 'metric: share of groups whose own deviation is 0', value: mean(zeros) }]
  }
  const k = names.findIndex((name) => metric === `rewards/${name}/std` || metric === `rewards/${name}/mean`)
  const column = recipe.columns[k]
  if (column === undefined) return []
  return metric.endsWith('/std') ? spreads(column) : means(column)
}

/** As near 0 as torch's isclose takes for it. */
const ZERO = 1e-8

const spreads = (values: Numbers): ReadonlyArray<MetricMistake> => [
  {
    reason: 'ddof: the biased standard deviation (divided by n) instead of the unbiased one (n - 1)',
    value: deviation(values, 0),
  },
  { reason: NULLS, value: deviation(asZeros(values), 1) },
  { reason: 'metric: the variance instead of the deviation', value: deviation(values, 1) ** 2 },
]

const means = (values: Numbers): ReadonlyArray<MetricMistake> => [{ reason: NULLS, value: mean(asZeros(values)) }]

const NULLS = 'nulls: a reward that does not apply counted as 0'

type Numbers = ReadonlyArray<number> | Float64Array

const known = (values: Numbers): ReadonlyArray<number> => Array.from(values).filter((value) => !Number.isNaN(value))

const asZeros = (values: Numbers): Numbers => Array.from(values, (value) => (Number.isNaN(value) ? 0 : value))

const mean = (values: Numbers): number => {
  const numbers = known(values)
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

const deviation = (values: Numbers, ddof: number): number => {
  const [numbers, centre] = [known(values), mean(values)]
  return Math.sqrt(numbers.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (numbers.length - ddof))
}

const groupsOf = (values: Numbers, { size }: AdvantageRecipe): ReadonlyArray<Numbers> =>
  Array.from({ length: values.length / size }, (_, group) => values.slice(group * size, (group + 1) * size))

const ofGroups = (values: Numbers, recipe: AdvantageRecipe, ddof: number): number =>
  mean(groupsOf(values, recipe).map((group) => deviation(group, ddof)))

const weighted = ({ columns }: AdvantageRecipe, weights: ReadonlyArray<number>): Float64Array =>
  Float64Array.from(columns[0] ?? [], (_, i) => {
    const present = columns.map((column, k) => (weights[k] as number) * (column[i] as number))
    const numbers = known(present)
    return numbers.length === 0 ? NaN : numbers.reduce((sum, value) => sum + value, 0)
  })
