import type { TokenIds } from './completion-ids.js'
import { distinctWindows } from './distinct-windows.js'

/** How many n-grams a sequence has, and how many different ones. */
export interface NgramCount {
  readonly ngrams: number
  readonly distinct: number
}

/**
 * Repetition penalty: the share of n-grams that are not new, times the largest penalty.
 *
 * r = (1 - distinct / total) · maxPenalty over the n-grams of the sequence; 0 where it is shorter than n.
 *
 * @param tokens - Token ids, or any integers that tell items apart.
 * @param ngramSize - n, a positive integer.
 * @param maxPenalty - At most 0, no unit.
 * @returns No unit, in (maxPenalty, 0].
 * @remarks Time is linear in the length, times log2(n); exact. Paper: Demystifying Long Chain-of-Thought Reasoning
 *   (arXiv 2502.03373), appendix on the n-gram penalty. Differs from it: one value a completion instead of one a token, as in
 *   TRL 1.16.
 * @example
 * ```ts @import.meta.vitest
 * expect(repetition([1, 2, 1, 2, 1], 2, -1)).toBe(-0.5)
 * expect(repetition([1], 2, -1)).toBe(0)
 * ```
 * @category pure
 * @since 0.1.0
 */
export const repetition = (tokens: TokenIds, ngramSize: number, maxPenalty: number): number =>
  penaltyOf(countNgrams(tokens, ngramSize), maxPenalty)

export const penaltyOf = ({ ngrams, distinct }: NgramCount, maxPenalty: number): number =>
  // No -0 where nothing repeats.
  distinct === ngrams ? 0 : (1 - distinct / ngrams) * maxPenalty

/** Counts the n-grams of a sequence whose equal items have equal numbers. */
export const countNgrams = (items: TokenIds, ngramSize: number): NgramCount => {
  if (items.length < ngramSize) return { ngrams: 0, distinct: 0 }
  return { ngrams: items.length - ngramSize + 1, distinct: distinctWindows(items, ngramSize) }
}
