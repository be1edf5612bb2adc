/** A stream of numbers that a seed determines: the same everywhere, whoever else draws from another stream. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly uniform: () => number
  /** Normal, mean 0 and deviation 1. */
  readonly normal: () => number
  /** A whole number from 0 to n - 1. */
  readonly below: (n: number) => number
  /** The same items in another order. */
  readonly shuffled: <T>(items: ReadonlyArray<T>) => Array<T>
}

/**
 * A counter of 32 bits, scrambled by multiplications and shifts.
 *
 * @param seed - Of the whole study.
 * @param name - Of the stream: weights, prompts and samples each have their own, so that none shifts another.
 */
export const randomStream = (seed: number, name: string): Random => {
  let state = seed | 0
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  const uniform = (): number => {
    state = (state + 0x9e3779b9) | 0
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(uniform() * n)
  return {
    uniform,
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffled: (items) => {
      const order = [...items]
      for (let i = order.length - 1; i > 0; i--) {
        const j = below(i + 1)
        ;[order[i], order[j]] = [order[j]!, order[i]!]
      }
      return order
    },
  }
}
