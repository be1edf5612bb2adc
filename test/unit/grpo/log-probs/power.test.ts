import { describe, expect, test } from 'vitest'
import { kernelsOf, makeMemory, wasmModule } from '../../../../src/grpo/log-probs/rows/wasm-module.js'

const COUNT = 4096
const memory = makeMemory(4 * COUNT)
const kernels = kernelsOf(wasmModule()!, memory)
const values = new Float32Array(memory.buffer)
const bits = new Uint32Array(memory.buffer)

/** Of float32 at a positive number. */
const ulp = (value: number): number => 2 ** (Math.floor(Math.log2(value)) - 23)

const powersOf = (t: ArrayLike<number>): ReadonlyArray<number> => {
  values.set(t)
  kernels.powers(0, t.length)
  return Array.from(values.subarray(0, t.length))
}

describe('2^t in 128-bit SIMD', () => {
  test('is at most 2 ulp off on [-126, 0], over 200,000 of its float32', () => {
    const [first, last] = [
      new Uint32Array(Float32Array.of(-1e-9).buffer)[0]!,
      new Uint32Array(Float32Array.of(-126).buffer)[0]!,
    ]
    const stride = Math.floor((last - first) / (50 * COUNT))
    let worst = 0
    for (let start = first; start < last; start += stride * COUNT) {
      for (let i = 0; i < COUNT; i++) bits[i] = Math.min(last, start + stride * i)
      const given = Array.from(values.subarray(0, COUNT))
      kernels.powers(0, COUNT)
      for (const [i, t] of given.entries()) {
        const exact = 2 ** t
        worst = Math.max(worst, Math.abs(values[i]! - exact) / ulp(exact))
      }
    }
    expect(worst).toBeLessThanOrEqual(2)
    expect(worst).toBeGreaterThan(0.4)
  })

  test('is exact at whole numbers, 0 at -127, and next to nothing in between', () => {
    expect(powersOf([0, -0, -1, -126])).toEqual([1, 1, 0.5, 2 ** -126])
    const least = powersOf([-127, -126.9, -126.6, -126.1])
    expect(least[0]).toBe(0)
    for (const value of least) expect(Math.abs(value)).toBeLessThan(2.4e-38)
  })
})
