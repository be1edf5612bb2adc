import { readVarints } from './varints.js'

/** The section of parents, unpacked when the first one is asked for. */
export const parentsOf = (
  section: Uint8Array,
  [verbs = 0, adjectives = 0, adverbs = 0, nouns = 0]: ReadonlyArray<number>,
): ((synset: number) => ReadonlyArray<number>) => {
  const firstNoun = verbs + adjectives + adverbs
  let tables: Tables | undefined
  return (synset) => {
    tables ??= unpack(section, verbs, firstNoun, nouns)
    // Adjectives and adverbs have no entry.
    const entry = synset < verbs ? synset : synset < firstNoun ? -1 : synset - (firstNoun - verbs)
    return entry < 0 ? [] : Array.from(tables.parents.subarray(tables.starts[entry], tables.starts[entry + 1]))
  }
}

interface Tables {
  /** Of each verb, then of each noun: where its parents start. One more for the end. */
  readonly starts: Int32Array
  readonly parents: Int32Array
}

const unpack = (section: Uint8Array, verbs: number, firstNoun: number, nouns: number): Tables => {
  const values = readVarints(section)
  const starts = new Int32Array(verbs + nouns + 1)
  const parents = new Int32Array(values.length)
  let [entry, count] = [0, 0]
  for (const value of values) {
    const synset = entry < verbs ? entry : entry - verbs + firstNoun
    if (value > 0) parents[count++] = synset + unzigzag(value >> 1)
    // The lowest bit: another parent follows.
    if ((value & 1) === 0) starts[++entry] = count
  }
  return { starts, parents }
}

/** 0, 1, 2, 3, 4 stand for 0, -1, 1, -2, 2. */
const unzigzag = (code: number): number => (code >> 1) ^ -(code & 1)
