import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../../src/recaption/decoding/random-stream.js'
import { splitMix64 } from '../../../../src/recaption/decoding/split-mix-64.js'

describe('splitMix64', () => {
  it('gives the numbers published for it', () => {
    const next = splitMix64(1234567n)
    expect([next(), next(), next(), next(), next()]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ])
    expect(splitMix64(0n)()).toBe(0xe220a8397b1dcdafn)
  })
})

describe('randomStream', () => {
  const first = (...seeds: ReadonlyArray<number>): number => randomStream(...seeds)()

  it('gives numbers in [0, 1) that are spread evenly', () => {
    const random = randomStream(3)
    const tenths = new Array<number>(10).fill(0)
    for (let i = 0; i < 20_000; i++) tenths[Math.floor(random() * 10)]!++
    // 2,000 each, with a standard deviation of 42.
    expect(tenths.length).toBe(10)
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(4 * 42)
  })

  it('tells seeds apart, their number and their order', () => {
    const seeds = [[], [0], [1], [0, 0], [0, 1], [1, 0], [2 ** 52], [2 ** 52 + 1], [0.5], [-1], [NaN], [Infinity]]
    expect(new Set(seeds.map((list) => first(...list))).size).toBe(seeds.length)
  })

  it('takes -0 for 0', () => expect(first(-0)).toBe(first(0)))
})
