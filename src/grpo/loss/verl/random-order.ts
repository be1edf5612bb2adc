/**
 * The numbers 0 to size - 1 in an order that a seed decides: the same on every machine.
 *
 * Fisher and Yates's shuffle, drawing from mulberry32 (Ettinger 2017), 32 bits of the seed.
 */
export const randomOrder = (size: number, seed: number): ReadonlyArray<number> => {
  const next = mulberry32(seed)
  const order = Array.from({ length: size }, (_, i) => i)
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    const moved = order[i] as number
    order[i] = order[j] as number
    order[j] = moved
  }
  return order
}

/** Numbers in [0, 1). */
const mulberry32 = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
