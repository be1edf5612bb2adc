import { splitMix64 } from './split-mix-64.js'

/**
 * Numbers in [0, 1), evenly distributed, the same for the same seeds in every process and on every machine.
 *
 * The state starts at 0; for each seed it becomes the first number of {@link splitMix64} from state XOR the bits of the seed (float64). The
 * stream is what SplitMix64 gives from there, the upper 53 bits / 2^53.
 *
 * @param seeds - In this order: a seed of the user's, then what tells texts apart (numbers of an image's digest). Any numbers.
 * @example
 * ```ts @import.meta.vitest
 * const [a, b, c] = [randomStream(7, 1), randomStream(7, 1), randomStream(7, 2)]
 * expect([a(), a()]).toEqual([b(), b()])
 * expect(c()).not.toBe(randomStream(7, 1)())
 * ```
 * @category constructors
 * @since 0.4.0
 */
export const randomStream = (...seeds: ReadonlyArray<number>): (() => number) => {
  const state = seeds.reduce((before, seed) => splitMix64(before ^ bitsOf(seed))(), 0n)
  const next = splitMix64(state)
  return () => Number(next() >> 11n) / 2 ** 53
}

/** Of -0 those of 0. */
const bitsOf = (value: number): bigint => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value + 0)
  return view.getBigUint64(0)
}
