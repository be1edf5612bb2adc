/** Names that trainers use, in camelCase, for what is called otherwise here. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['perTokenLogps', 'logProbs'],
  ['oldPerTokenLogps', 'oldLogProbs'],
  ['refPerTokenLogps', 'refLogProbs'],
  ['samplingPerTokenLogps', 'samplingLogProbs'],
  ['importanceSamplingRatio', 'importanceWeights'],
  ['coef1', 'ratios'],
  ['importanceRatios', 'ratios'],
  ['perTokenLoss', 'tokenLosses'],
  ['gradPerTokenLogps', 'gradLogProbs'],
  ['options', 'config'],
])

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/**
 * Fields under the names used here: `per_token_logps` becomes `logProbs`. Where several stand for one, the name used here wins, then its
 * camelCase, then whichever comes first.
 */
export const canonical = (fields: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> => {
  const found = new Map<string, { readonly value: unknown; readonly rank: number }>()
  for (const [given, value] of Object.entries(fields)) {
    const camel = camelCase(given)
    const name = ALIASES.get(camel) ?? camel
    const rank = given === name ? 0 : given === camel ? 1 : 2
    const other = found.get(name)
    if (other === undefined || rank < other.rank) found.set(name, { value, rank })
  }
  return new Map([...found].map(([name, { value }]) => [name, value]))
}
