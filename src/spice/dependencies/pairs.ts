/** Two words that are one: the second depends on the first as `mwe`. */
export const PAIRS: ReadonlySet<string> = new Set([
  'according to',
  'as if',
  'as well',
  'because of',
  'in between',
  'in case',
  'in order',
  'instead of',
  'less than',
  'more than',
  'rather than',
  'so that',
  'such as',
])
