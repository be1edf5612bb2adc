/** Writes `{"repeat": [[unit, times], ...]}` out as the string it stands for, anywhere in a JSON value. */
export const expandRepeats = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(expandRepeats)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [first] = entries
  if (entries.length === 1 && first?.[0] === 'repeat' && isRuns(first[1])) {
    return first[1].map(([unit, times]) => unit.repeat(times)).join('')
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, expandRepeats(inner)]))
}

const isRuns = (value: unknown): value is ReadonlyArray<readonly [string, number]> =>
  Array.isArray(value) &&
  value.every(
    (run) => Array.isArray(run) && run.length === 2 && typeof run[0] === 'string' && typeof run[1] === 'number',
  )
