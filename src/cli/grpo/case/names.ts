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

/** The fields of an object under the names used here: `per_token_logps` is `logProbs`. */
export interface Fields {
  readonly values: ReadonlyMap<string, unknown>
  /** As they were written. */
  readonly written: ReadonlyMap<string, string>
  /** Written names of fields that another one of the same name stands before. */
  readonly hidden: ReadonlyArray<string>
}

/** Where several fields stand for one, the name used here wins, then its camelCase, then whichever comes first. */
export const fieldsOf = (object: Readonly<Record<string, unknown>>): Fields => {
  const found = new Map<string, { readonly given: string; readonly rank: number }>()
  const hidden: Array<string> = []
  for (const given of Object.keys(object)) {
    const camel = camelCase(given)
    const name = ALIASES.get(camel) ?? camel
    const rank = given === name ? 0 : given === camel ? 1 : 2
    const other = found.get(name)
    const isFirst = other === undefined || rank < other.rank
    if (other !== undefined) hidden.push(isFirst ? other.given : given)
    if (isFirst) found.set(name, { given, rank })
  }
  const written = new Map([...found].map(([name, { given }]) => [name, given]))
  return { values: new Map([...written].map(([name, given]) => [name, object[given]])), written, hidden }
}
