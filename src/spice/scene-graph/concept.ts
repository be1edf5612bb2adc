/** What a string of a text names, with all other strings that name it: they share synsets (RULES 6.2). */
export interface Concept {
  /** In the order in which they came; at least one. */
  readonly strings: ReadonlyArray<string>
  /** The synsets of all of them, distinct, ascending. */
  readonly synsets: ReadonlyArray<number>
}

/** Whether the concepts have a string or a synset in common. */
export const areSimilar = (a: Concept, b: Concept): boolean => {
  if (a.strings.length === 1) {
    if (b.strings.includes(a.strings[0] as string)) return true
  } else if (a.strings.some((string) => b.strings.includes(string))) return true
  return shareOne(a.synsets, b.synsets)
}

/**
 * How similar a string with these synsets is to a concept: 1 where the concept has the string; else synsets in common over synsets
 * of either.
 */
export const similarity = (concept: Concept, string: string, synsets: ReadonlyArray<number>): number => {
  if (concept.strings.includes(string)) return 1
  const common = commonCount(concept.synsets, synsets)
  return common === 0 ? 0 : common / (concept.synsets.length + synsets.length - common)
}

/** Whether two ascending lists have a number in common. */
const shareOne = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): boolean => {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] as number, b[j] as number]
    if (x === y) return true
    if (x < y) i++
    else j++
  }
  return false
}

/** How many numbers two ascending lists have in common. */
const commonCount = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => {
  let count = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] as number, b[j] as number]
    if (x === y) count++
    if (x <= y) i++
    // Not y <= x: of a NaN, which a lexicon of the user's may list, neither would hold.
    if (!(x < y)) j++
  }
  return count
}
