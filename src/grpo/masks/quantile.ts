/** Between which of n sorted numbers a quantile lies: so far from the one at `below` to the next. */
export interface QuantilePlace {
  readonly below: number
  /** In [0, 1), float32. */
  readonly share: number
}

/** The position q (n - 1), q rounded to float32: 0.8 is a little more there, and of 6 numbers its quantile lies beyond the fifth. */
export const quantilePlace = (q: number, n: number): QuantilePlace => {
  const position = Math.fround(q) * (n - 1)
  const below = Math.floor(position)
  return { below, share: Math.fround(position - below) }
}

/**
 * The quantile of numbers in float32, by linear interpolation between the two that lie around it. These numbers are a threshold for themselves, so that the last
 * bit counts: it is that of torch.quantile, whose interpolation is rounded once.
 *
 * @param values - At least one, none of them NaN; they are sorted in place.
 * @param q - In [0, 1].
 */
export const quantile = (values: Float32Array, q: number): number => {
  values.sort()
  const { below, share } = quantilePlace(q, values.length)
  const low = values[below] as number
  const high = values[Math.min(below + 1, values.length - 1)] as number
  const gap = Math.fround(high - low)
  // From the nearer end, so that both ends are met exactly.
  return Math.fround(share < 0.5 ? low + share * gap : high - gap * (1 - share))
}
