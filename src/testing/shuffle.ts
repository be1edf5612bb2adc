/**
 * The numbers 0 .. n - 1 in an order that hangs on the seed alone.
 *
 * Fisher-Yates over the generator of Park and Miller: x <- 48271 x mod (2^31 - 1).
 */
export const shuffledIndices = (n: number, seed: number): ReadonlyArray<number> => {
  const indices = Array.from({ length: n }, (_, i) => i)
  let state = (Math.abs(Math.trunc(seed)) % (MODULUS - 1)) + 1
  for (let i = n - 1; i > 0; i--) {
    state = (state * MULTIPLIER) % MODULUS
    const j = state % (i + 1)
    const [a, b] = [indices[i] as number, indices[j] as number]
    indices[i] = b
    indices[j] = a
  }
  return indices
}

/** 2^31 - 1, a Mersenne prime; products with the multiplier stay below 2^53. */
const MODULUS = 2 ** 31 - 1

/** Park and Miller's second choice (1993). */
const MULTIPLIER = 48271
