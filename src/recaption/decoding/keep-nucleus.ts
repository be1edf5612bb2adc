/**
 * Top-p: sets the weights of all but the likeliest tokens to 0.
 *
 * From the least likely on, of equally likely ones the largest id first, tokens go as long as the share of those gone is at most 1 - topP;
 * the last one stays in any case. What stays is the smallest set of likeliest tokens whose share reaches topP. Paper: Holtzman et al., The
 * Curious Case of Neural Text Degeneration (arXiv 1904.09751), section 3.1.
 *
 * @param weights - Of the tokens, not negative, in no unit; changed in place.
 * @param topP - In [0, 1].
 */
export const keepNucleus = (weights: Float64Array, topP: number): void => {
  let total = 0
  let most = 0
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number
    total += weight
    if (weight > most) most = weight
  }
  const mayGo = (1 - topP) * total
  // All weights below this make less than may go: they need no order. Half, for the rounding of the sum.
  const negligible = Math.min(most, mayGo / (2 * weights.length))
  let gone = 0
  let left = 0
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number
    if (weight >= negligible && weight > 0) left++
    else {
      gone += weight
      weights[i] = 0
    }
  }
  dropLeast(weights, left, gone, mayGo)
}

/** The same for weights of which `left` are above 0, and `gone` is the sum of those that were. */
const dropLeast = (weights: Float64Array, left: number, gone: number, mayGo: number): void => {
  const pool = new Float64Array(left)
  let n = 0
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number
    if (weight > 0) pool[n++] = weight
  }
  const narrowed = narrow(pool, gone, mayGo)
  const ascending = narrowed.pool.sort()
  let sum = narrowed.gone
  let dropped = 0
  while (dropped < ascending.length - 1) {
    sum += ascending[dropped] as number
    if (sum > mayGo) break
    dropped++
  }
  const boundary = ascending[dropped] as number
  // Of those at the boundary so many stay.
  let equals = ascending.lastIndexOf(boundary) + 1 - dropped
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number
    if (weight < boundary || (weight === boundary && equals-- <= 0)) weights[i] = 0
  }
}

/** Not worth dividing: sorted as they are. */
const FEW = 256

/** The part of the pool, all its equal weights included, that holds the first weight to stay; `gone` with what is below that part. */
const narrow = (
  pool: Float64Array,
  gone: number,
  mayGo: number,
): { readonly pool: Float64Array; readonly gone: number } => {
  let part = pool
  let sum = gone
  while (part.length > FEW) {
    const pivot = middle(part)
    const { count, weight } = divide(part, pivot)
    if (sum + weight > mayGo) part = part.subarray(0, count)
    else if (count === 0) break
    else {
      part = part.subarray(count)
      sum += weight
    }
  }
  return { pool: part, gone: sum }
}

/** Brings the weights below the pivot to the front. Returns how many, and their sum. */
const divide = (part: Float64Array, pivot: number): { readonly count: number; readonly weight: number } => {
  let count = 0
  let sum = 0
  for (let i = 0; i < part.length; i++) {
    const weight = part[i] as number
    if (weight >= pivot) continue
    sum += weight
    part[i] = part[count] as number
    part[count++] = weight
  }
  return { count, weight: sum }
}

/** The median of the first, the middle and the last. */
const middle = (part: Float64Array): number =>
  Float64Array.of(
    part[0] as number,
    part[part.length >> 1] as number,
    part[part.length - 1] as number,
  ).sort()[1] as number
