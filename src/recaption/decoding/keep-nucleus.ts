/**
 * Top-p: sets the weights of all but the likeliest tokens to 0.
 *
 * From the least likely on, of equally likely ones the smallest id first, tokens go as long as the share of those gone is at most 1 - topP; the
 * last one stays in any case. What stays is the smallest set of likeliest tokens whose share reaches topP. Paper: Holtzman et al., The
 * Curious Case of Neural Text Degeneration (arXiv 1904.09751), section 3.1.
 *
 * @param weights - Of the tokens, not negative, in no unit; changed in place.
 * @param topP - In [0, 1].
 */
export const keepNucleus = (weights: Float64Array, topP: number): void => {
  let total = 0
  let most = 0
  for (const weight of weights) {
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
  const ascending = new Float64Array(left)
  let n = 0
  for (const weight of weights) if (weight > 0) ascending[n++] = weight
  ascending.sort()
  let sum = gone
  let dropped = 0
  while (dropped < left - 1) {
    sum += ascending[dropped] as number
    if (sum > mayGo) break
    dropped++
  }
  const boundary = ascending[dropped] as number
  // Of those at the boundary, so many go.
  let equals = dropped - ascending.indexOf(boundary)
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number
    if (weight < boundary || (weight === boundary && equals-- > 0)) weights[i] = 0
  }
}
