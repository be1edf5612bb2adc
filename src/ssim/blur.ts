/** Pixels on either side of the centre of the window, which is 11 x 11. */
export const RADIUS = 5

/** What the window adds to a width or height. */
export const HALO = 2 * RADIUS

/** In pixels (Wang et al. 2004, section III.B). */
const SIGMA = 1.5

/** The Gaussian from its centre outwards; the eleven weights of a row sum to 1. */
const weights = ((): ReadonlyArray<number> => {
  const heights = Array.from({ length: RADIUS + 1 }, (_, distance) => Math.exp(-((distance / SIGMA) ** 2) / 2))
  const sum = heights.reduce((total, height, distance) => total + (distance === 0 ? height : 2 * height), 0)
  return heights.map((height) => height / sum)
})()

/**
 * Weighted means of every 11 x 11 window of a rectangle: one pass along rows, one along columns.
 *
 * @param values - Row-major, `width + 10` columns and `height + 10` rows.
 * @param between - Room for what lies between the passes: `width * (height + 10)` numbers.
 * @param into - Gets `width * height` numbers.
 */
export const blur = (
  values: Float64Array,
  width: number,
  height: number,
  between: Float64Array,
  into: Float64Array,
): void => {
  for (let y = 0; y < height + HALO; y++) pass(values, y * (width + HALO), 1, between, y * width, width)
  for (let y = 0; y < height; y++) pass(between, y * width, width, into, y * width, width)
}

/** `count` means of eleven values that lie `step` apart. Written out, since this loop is where the time goes. */
const pass = (from: Float64Array, start: number, step: number, into: Float64Array, at: number, count: number): void => {
  const [w0, w1, w2, w3, w4, w5] = weights as [number, number, number, number, number, number]
  for (let i = 0; i < count; i++) {
    const p = start + i + RADIUS * step
    into[at + i] =
      w0 * (from[p] as number) +
      w1 * ((from[p - step] as number) + (from[p + step] as number)) +
      w2 * ((from[p - 2 * step] as number) + (from[p + 2 * step] as number)) +
      w3 * ((from[p - 3 * step] as number) + (from[p + 3 * step] as number)) +
      w4 * ((from[p - 4 * step] as number) + (from[p + 4 * step] as number)) +
      w5 * ((from[p - 5 * step] as number) + (from[p + 5 * step] as number))
  }
}
