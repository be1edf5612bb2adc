import { sequenceMatcherRatio } from './sequence-matcher.js'
import { WordTable } from './word-table.js'

/** Options of {@link softJaccard}. */
export interface SoftJaccardOptions {
  /** Two words match from this ratio on, in [0, 1]. Default 0.8. */
  readonly threshold?: number
}

const DEFAULT_THRESHOLD = 0.8

const first = new WordTable()
const second = new WordTable()

/**
 * Jaccard similarity of two word sets in which similar words match in part:
 *
 * J = I / (|A| + |B| - I), I = |A ∩ B| + Σ of the ratios of the matched rest. Each word of A that is not in B, in order of
 * appearance, takes the unused word of B - A it is most similar to by {@link sequenceMatcherRatio} (of equals the first), if the
 * ratio reaches the threshold.
 *
 * @param a - A phrase; words are the runs between Python's white space, lower-cased, a repeated word counting once.
 * @param b - The phrase it is compared with; the order matters, since the ratio is not symmetric.
 * @returns A number in [0, 1], no unit; 0 when both are empty. The order of appearance makes it deterministic: the published code
 *   takes the words in the order of a hash set and may give other values from run to run.
 * @remarks Time is linear in `a` for a given `b`. Source: ULM-R1's open-ended accuracy reward.
 * @example
 * ```ts @import.meta.vitest
 * expect(softJaccard('red car', 'Red car')).toBe(1)
 * expect(softJaccard('hello world', 'hello word')).toBeCloseTo((1 + 8 / 9) / (4 - (1 + 8 / 9)), 12)
 * ```
 * @category pure
 * @since 0.1.0
 */
export const softJaccard = (a: string, b: string, options: SoftJaccardOptions = {}): number => {
  const { threshold = DEFAULT_THRESHOLD } = options
  first.fill(a.toLowerCase())
  second.fill(b.toLowerCase())
  const rest: Array<number> = []
  const unused: Array<number> = []
  let shared = 0
  for (let word = 0; word < second.size; word++) {
    if (first.indexOf(second, word) < 0) unused.push(word)
    else shared++
  }
  if (unused.length > 0) {
    for (let word = 0; word < first.size; word++) if (second.indexOf(first, word) < 0) rest.push(word)
  }
  const intersection = matchRest(rest, unused, shared, threshold)
  const union = first.size + second.size - intersection
  first.release()
  second.release()
  return union === 0 ? 0 : intersection / union
}

/** Adds the ratios of the similar words to the number of shared ones. */
const matchRest = (rest: ReadonlyArray<number>, unused: Array<number>, shared: number, threshold: number): number => {
  let intersection = shared
  for (const word of rest) {
    if (unused.length === 0) break
    let best = -1
    let bestRatio = 0
    for (let i = 0; i < unused.length; i++) {
      const candidate = unused[i] as number
      if (upperBound(word, candidate) < threshold) continue
      const ratio = sequenceMatcherRatio(first.wordAt(word), second.wordAt(candidate))
      if (ratio >= threshold && ratio > bestRatio) {
        best = i
        bestRatio = ratio
      }
    }
    if (best < 0) continue
    intersection += bestRatio
    unused.splice(best, 1)
  }
  return intersection
}

/** The most two words' ratio can be, cheaply: by their lengths, and by the letters only one of them has. */
const upperBound = (word: number, candidate: number): number => {
  const n = first.points[word] as number
  const m = second.points[candidate] as number
  const ours = first.letters[word] as number
  const theirs = second.letters[candidate] as number
  return (2 * Math.min(n - bitCount(ours & ~theirs), m - bitCount(theirs & ~ours))) / (n + m)
}

const bitCount = (bits: number): number => {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}
