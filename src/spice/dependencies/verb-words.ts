const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Forms of "to be", misspelt ones among them. */
export const BE: ReadonlySet<string> = words("is are was were be been being am 's 're 'm s ar")

/** Verbs whose verb phrase has its head in the verb phrase below. */
export const AUXILIARY: ReadonlySet<string> = new Set([
  ...BE,
  ...words("has have had having do does did done doing 've 'd 'll ll ve get gets getting got gotten"),
  ...words('can could may might must shall should will would ca wo dare ought to'),
])

/** Verbs whose noun is no object. */
export const COPULAR: ReadonlySet<string> = words(
  'become becomes became becoming seem seems seemed seeming remain remains remained remaining resemble resembles resembled resembling',
)

/** Forms of "to get", which make passives. */
export const GET: ReadonlySet<string> = words('get gets getting got gotten')

/** Nouns that tell a time when they stand like an object. */
export const TIMES: ReadonlySet<string> = words(
  'day days night nights week weeks month months year years spring summer fall autumn winter january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday',
)
