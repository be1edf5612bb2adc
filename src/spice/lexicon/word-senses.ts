import type { FrontCoded } from './front-coded.js'
import { endsWith, type Key, newKey, rewrite, spell } from './key.js'
import { LAST } from './layout.js'
import { SUFFIX_RULES } from './suffix-rules.js'
import { readSynsets } from './synset-list.js'

/** Words that are no longer have no base form but themselves. */
const SHORT = 2

/** The synsets, by number, of a concept as it stands and of its base forms, in order, each once (RULES 6.1). */
export const wordSenses = (words: FrontCoded, exceptions: FrontCoded): ((concept: string) => ReadonlyArray<number>) => {
  // Filled anew by every call.
  const [key, base] = [newKey(), newKey()]
  return (concept) => {
    if (!spell(concept, key)) return []
    const found = words.find(key.units, key.length)
    const synsets = found === undefined ? [] : readSynsets(found)
    const listed = exceptions.find(key.units, key.length)
    const more = listed === undefined ? regular(words, key, base) : irregular(words, listed, key, base)
    return more.length === 0 ? synsets : synsets.length === 0 ? more : [...new Set([...synsets, ...more])]
  }
}

/** The synsets of the first word that a rule leads to. */
const regular = (words: FrontCoded, key: Key, base: Key): ReadonlyArray<number> => {
  if (key.length <= SHORT || endsWith(key, 'ss')) return []
  for (const [ending, instead] of SUFFIX_RULES) {
    if (!endsWith(key, ending)) continue
    rewrite(key, key.length - ending.length, instead, base)
    const found = words.find(base.units, base.length)
    if (found !== undefined) return readSynsets(found)
  }
  return []
}

/** The synsets of all base forms that are listed: of each, how many characters it shares with the form, then the others. */
const irregular = (words: FrontCoded, listed: Uint8Array, key: Key, base: Key): ReadonlyArray<number> => {
  const synsets: Array<number> = []
  for (let at = 0; at < listed.length;) {
    const shared = listed[at++] as number
    base.units.set(key.units.subarray(0, shared))
    base.length = shared
    let unit = 0
    while (unit < LAST && at < listed.length) {
      unit = listed[at++] as number
      base.units[base.length++] = unit & ~LAST
    }
    const found = words.find(base.units, base.length)
    if (found !== undefined) synsets.push(...readSynsets(found))
  }
  return synsets.length < 2 ? synsets : [...new Set(synsets)]
}
