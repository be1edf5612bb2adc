/** Numbers that hang on a seed alone. */
export interface Random {
  /** An integer in [0, n). */
  readonly below: (n: number) => number
  /** One of them; there must be one. */
  readonly pick: <A>(items: ReadonlyArray<A>) => A
}

/** 2^31 - 1, and a multiplier whose products with it stay below 2^53 (Park and Miller 1993). */
const MODULUS = 2 ** 31 - 1
const MULTIPLIER = 48271

/** The generator x <- 48271 x mod (2^31 - 1). `seed`: any integer. */
export const seeded = (seed: number): Random => {
  let state = (Math.abs(Math.trunc(seed)) % (MODULUS - 1)) + 1
  const below = (n: number): number => {
    state = (state * MULTIPLIER) % MODULUS
    return Math.floor((state / MODULUS) * n)
  }
  return { below, pick: <A>(items: ReadonlyArray<A>) => items[below(items.length)] as A }
}
