import type { Taxonomy } from '../lexicon/taxonomy.js'

/** What some senses are kinds of, near and far: the senses themselves and all above them, ascending, and how many steps up each is. */
export interface Ancestry {
  readonly senses: ArrayLike<number>
  readonly steps: ArrayLike<number>
}

/** The senses above a word's are a few hundred at most in WordNet; a taxonomy that someone brings may have no end, or cycles. */
const MOST = 4096

/** The shortest way from any of the senses to each of its ancestors. */
export const ancestryOf = (senses: ReadonlyArray<number>, taxonomy: Taxonomy): Ancestry => {
  const stepsTo = new Map<number, number>()
  let level: ReadonlyArray<number> = senses
  for (let steps = 0; level.length > 0 && stepsTo.size < MOST; steps++) {
    const above: Array<number> = []
    for (const sense of level) {
      if (stepsTo.has(sense)) continue
      stepsTo.set(sense, steps)
      above.push(...taxonomy.parents(sense))
    }
    level = above
  }
  const ascending = [...stepsTo].sort(([a], [b]) => a - b)
  return {
    senses: Float64Array.from(ascending, ([sense]) => sense),
    steps: Uint16Array.from(ascending, ([, steps]) => steps),
  }
}

/**
 * WordNet's path similarity: 1 / (1 + steps of the shortest way up from one word to what both are a kind of, and down to the other),
 * over all their senses; 0 where there is no such thing. Adjectives and adverbs have nothing above them: theirs is 1 or 0.
 */
export const pathSimilarity = (a: Ancestry, b: Ancestry): number => {
  let shortest = Infinity
  for (let i = 0, j = 0; i < a.senses.length && j < b.senses.length;) {
    const [x, y] = [a.senses[i] as number, b.senses[j] as number]
    if (x === y) shortest = Math.min(shortest, (a.steps[i] as number) + (b.steps[j] as number))
    if (x <= y) i++
    // Not y <= x: of a NaN, which a taxonomy of the user's may have, neither would hold.
    if (!(x < y)) j++
  }
  return 1 / (1 + shortest)
}
