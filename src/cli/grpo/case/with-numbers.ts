/** Numbers that JSON does not know, as texts. */
const NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
])

/** The same with these texts as the numbers that they stand for, in arrays of arrays and in an object. */
export const withNumbers = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return NUMBERS.get(value) ?? value
  if (Array.isArray(value)) {
    if (depth > DEEPEST || !value.some(isChanged)) return value
    return value.map((item) => withNumbers(item, depth + 1))
  }
  return typeof value === 'object' && value !== null && depth === 0
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withNumbers(item, 1)]))
    : value
}

/** Rows of rows. */
const DEEPEST = 3

const isChanged = (item: unknown): boolean => Array.isArray(item) || NUMBERS.has(item)
