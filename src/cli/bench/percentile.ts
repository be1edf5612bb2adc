/** The value below which the share `p` of sorted values lies, on the line between neighbours; NaN of none. */
export const percentile = (sorted: ReadonlyArray<number>, p: number): number => {
  const place = p * (sorted.length - 1)
  const low = sorted[Math.floor(place)] ?? NaN
  const high = sorted[Math.ceil(place)] ?? NaN
  return low + (high - low) * (place - Math.floor(place))
}
