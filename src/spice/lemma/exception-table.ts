import { NOUNS, STEMS, VERBS, type Group } from './exceptions.js'

/** How a form becomes its lemma: so many letters less, then letters more. */
interface Change {
  readonly cut: number
  readonly add: string
}

type Table = ReadonlyMap<string, Change>

const tableOf = (groups: ReadonlyArray<Group>): Table => {
  const table = new Map<string, Change>()
  for (const [cut, add, words] of groups) {
    const change = { cut, add }
    for (const word of words.split(' ')) table.set(word, change)
  }
  return table
}

const nouns = tableOf(NOUNS)
const verbs = tableOf(VERBS)
const stems = tableOf(STEMS)

/** The singular of a noun that no rule gives. */
export const exceptionalNoun = (word: string): string | undefined => changed(nouns, word)

/** The base form of a verb that no rule gives; most are known by their stem before `-ed` and `-ing`. */
export const exceptionalVerb = (word: string): string | undefined => {
  const whole = changed(verbs, word)
  if (whole !== undefined) return whole
  if (word.endsWith('ing')) return changed(stems, word.slice(0, -3))
  return word.endsWith('ed') ? changed(stems, word.slice(0, -2)) : undefined
}

const changed = (table: Table, form: string): string | undefined => {
  const change = table.get(form)
  return change && form.slice(0, form.length - change.cut) + change.add
}
