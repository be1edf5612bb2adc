import { hash32 } from '../../src/formula/hash.js'

/** Numbers that follow from a seed: an input is found again by its number. */
export interface Random {
  /** A whole number in [0, n). */
  readonly below: (n: number) => number
  readonly pick: <A>(from: ReadonlyArray<A>) => A
}

export const randomOf = (seed: number): Random => {
  let i = 0
  const below = (n: number): number => Math.floor((hash32(seed, i++) / 2 ** 32) * n)
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] }
}
