/** How near numbers come to those of the original. */
export interface Agreement {
  readonly count: number
  readonly meanAbsoluteDifference: number
  /** Pearson's r; NaN where either side does not vary. */
  readonly correlation: number
  /** Share of equal numbers, up to rounding. */
  readonly equal: number
}

/** Quotients of small integers: equal but for the order of operations. */
const TOLERANCE = 1e-9

/** @param pairs - Ours and theirs. */
export const agreementOf = (pairs: ReadonlyArray<readonly [ours: number, theirs: number]>): Agreement => {
  const mean = (value: (pair: readonly [number, number]) => number): number =>
    pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length
  const [x, y] = [mean(([ours]) => ours), mean(([, theirs]) => theirs)]
  const covariance = mean(([ours, theirs]) => (ours - x) * (theirs - y))
  const deviations = Math.sqrt(mean(([ours]) => (ours - x) ** 2) * mean(([, theirs]) => (theirs - y) ** 2))
  return {
    count: pairs.length,
    meanAbsoluteDifference: mean(([ours, theirs]) => Math.abs(ours - theirs)),
    correlation: covariance / deviations,
    equal: mean(([ours, theirs]) => Number(Math.abs(ours - theirs) <= TOLERANCE)),
  }
}
