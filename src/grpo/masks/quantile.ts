/**
 * The quantile of numbers in float32, by linear interpolation between the two that lie around it: at the position q (n - 1) of the sorted numbers,
 * every step of it rounded to float32. These numbers are a threshold for themselves, so that the last bit counts.
 *
 * @param values - At least one, none of them NaN; they are sorted in place.
 * @param q - In [0, 1].
 */
export const quantile = (values: Float32Array, q: number): number => {
  values.sort()
  const position = Math.fround(Math.fround(q) * Math.fround(values.length - 1))
  const below = Math.min(Math.floor(position), values.length - 1)
  const above = Math.min(Math.ceil(position), values.length - 1)
  const [low, high] = [values[below] as number, values[above] as number]
  const share = Math.fround(position - below)
  const gap = Math.fround(high - low)
  // From the nearer end, so that both ends are met exactly.
  return share < 0.5
    ? Math.fround(low + Math.fround(share * gap))
    : Math.fround(high - Math.fround(gap * Math.fround(1 - share)))
}
