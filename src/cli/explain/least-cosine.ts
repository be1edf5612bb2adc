/** A best cosine that is no lower than this much below the bound has reached it: sums are rounded. */
const ROUNDING = 1e-9

/**
 * From which best cosine on a token counts as matched: half way from the mean over all pairs to the median of its side. Cosines of hidden states
 * have no scale of their own; this moves and stretches with them, and holds while fewer than half of the tokens are lost.
 *
 * @param best - The best cosines of a side, at least one.
 * @param meanOfPairs - Over all tokens of both sides.
 * @param others - Tokens of the other side. With one alone, every cosine is a best one, and nothing can be said.
 */
export const leastCosine = (best: ArrayLike<number>, meanOfPairs: number, others: number): number | undefined =>
  others < 2 ? undefined : (medianOf(best) + meanOfPairs) / 2

/** Whether a token found nothing that it matches. */
export const isBelow = (cosine: number, least: number | undefined): boolean =>
  least !== undefined && cosine < least - ROUNDING

export const medianOf = (numbers: ArrayLike<number>): number => {
  const sorted = Float64Array.from(numbers).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}
