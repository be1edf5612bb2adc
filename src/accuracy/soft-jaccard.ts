import { lowerCase } from '../text/lower-case.js'
import { sequenceMatcherRatio } from './sequence-matcher.js'
import { WordTable } from '../text/word-table.js'

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
  first.fill(lowerCase(a))
  second.fill(lowerCase(b))
  const intersection = intersect(threshold)
  const union = first.size + second.size - intersection
  first.release()
  second.release()
  return union === 0 ? 0 : intersection / union
}

/** A word of the second phrase. */
interface Candidate extends Measured {
  readonly text: string
}

/** The shared words, and the ratios of the matched rest. */
const intersect = (threshold: number): number => {
  const candidates: ReadonlyArray<Candidate> = Array.from({ length: second.size }, (_, word) => {
    const text = second.wordAt(word)
    return { text, ...measure(text) }
  })
  const [shortest, longest] = lengthsWorthALook(candidates, threshold)
  const isShared = new Uint8Array(second.size)
  const rest: Array<number> = []
  for (let word = 0; word < first.size; word++) {
    const units = first.lengthOf(word)
    if (units < shortest || units > longest) continue
    const same = second.indexOf(first, word)
    if (same < 0) rest.push(word)
    else isShared[same] = 1
  }
  const unused = candidates.filter((_, word) => isShared[word] === 0)
  let intersection = second.size - unused.length
  if (!first.isInOrder) rest.sort((a, b) => first.startOf(a) - first.startOf(b))
  for (let i = 0; i < rest.length && unused.length > 0; i++) {
    intersection += takeMostSimilar(rest[i] as number, unused, threshold)
  }
  return intersection
}

/**
 * Between which lengths, in UTF-16 units, a word may reach the threshold with any candidate: 2 n / (n + m) >= t asks for
 * n >= m t / (2 - t), and for m no larger than that of n; a code point is one or two units.
 */
const lengthsWorthALook = (candidates: ReadonlyArray<Candidate>, threshold: number): readonly [number, number] => {
  let fewest = Infinity
  let most = 0
  for (const { points } of candidates) {
    fewest = Math.min(fewest, points)
    most = Math.max(most, points)
  }
  const least = threshold / (2 - threshold)
  return [fewest * least - SLACK, (2 * most) / least + SLACK]
}

/** Takes the most similar of the unused words out of them and answers its ratio; 0 where none reaches the threshold. */
const takeMostSimilar = (word: number, unused: Array<Candidate>, threshold: number): number => {
  const units = first.lengthOf(word)
  let text: string | undefined
  let measured: Measured | undefined
  let best = -1
  let bestRatio = 0
  for (let i = 0; i < unused.length; i++) {
    const candidate = unused[i] as Candidate
    if (boundByUnits(units, candidate) < threshold) continue
    text ??= first.wordAt(word)
    measured ??= measure(text)
    if (boundByLetters(measured, candidate) < threshold) continue
    const ratio = sequenceMatcherRatio(text, candidate.text)
    if (ratio >= threshold && ratio > bestRatio) {
      best = i
      bestRatio = ratio
    }
  }
  if (best >= 0) unused.splice(best, 1)
  return bestRatio
}

/** Rounding must not decide whether a ratio reaches the threshold: the ratio itself does. */
const SLACK = 1e-6

/** The most the ratio can be for a word of u UTF-16 units, which has u / 2 to u code points: as many as the candidate, if it can. */
const boundByUnits = (units: number, { points }: Measured): number => {
  const closest = Math.min(units, Math.max(points, units / 2))
  return (2 * Math.min(closest, points)) / (closest + points) + SLACK
}

/** The most the ratio can be, by the letters that only one of the two words has. */
const boundByLetters = (a: Measured, b: Measured): number => {
  const common = Math.min(a.points - bitCount(a.letters & ~b.letters), b.points - bitCount(b.letters & ~a.letters))
  return (2 * common) / (a.points + b.points) + SLACK
}

interface Measured {
  /** How many code points. */
  readonly points: number
  /** One bit for each code point modulo 32 that occurs. */
  readonly letters: number
}

const measure = (word: string): Measured => {
  let points = 0
  let letters = 0
  for (let i = 0; i < word.length; i++, points++) {
    const point = word.codePointAt(i) as number
    if (point > 0xffff) i++
    letters |= 1 << (point & 31)
  }
  return { points, letters }
}

const bitCount = (bits: number): number => {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}
