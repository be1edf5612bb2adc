import { describe, expect, test } from 'vitest'
import { kernelsOf, makeMemory, wasmModule } from '../../../../src/grpo/log-probs/rows/wasm-module.js'

const COUNT = 4096
const memory = makeMemory(4 * COUNT)
const kernels = kernelsOf(wasmModule()!, memory)
const values = new Float32Array(memory.buffer)
const bits = new Uint32Array(memory.buffer)

/** Of float32 at a positive number. */
const ulp = (value: number): number => 2 ** (Math.floor(Math.log2(value)) - 23)

const exponentialOf = (x: ArrayLike<number>): ReadonlyArray<number> => {
  values.set(x)
  kernels.exponentials(0, x.length)
  return Array.from(values.subarray(0, x.length))
}

describe('exp in 128-bit SIMD', () => {
  test('is at most 2 ulp off on [-87, 0], over 100,000 of its float32', () => {
    const [first, last] = [
      new Uint32Array(Float32Array.of(-1e-9).buffer)[0]!,
      new Uint32Array(Float32Array.of(-87).buffer)[0]!,
    ]
    const stride = Math.floor((last - first) / (25 * COUNT))
    let worst = 0
    for (let start = first; start < last; start += stride * COUNT) {
      for (let i = 0; i < COUNT; i++) bits[i] = Math.min(last, start + stride * i)
      const given = Array.from(values.subarray(0, COUNT))
      kernels.exponentials(0, COUNT)
      for (const [i, x] of given.entries()) {
        const exact = Math.exp(x)
        worst = Math.max(worst, Math.abs(values[i]! - exact) / ulp(exact))
      }
    }
    expect(worst).toBeLessThanOrEqual(2)
    expect(worst).toBeGreaterThan(0.4)
  })

  test('is 1 at 0, and 0 below -87', () => {
    expect(exponentialOf([0, -0, -87.0001, -1e30])).toEqual([1, 1, 0, 0])
    expect(exponentialOf([-Infinity, -104, -88, -87])).toEqual([0, 0, 0, Math.fround(Math.exp(-87))])
  })
})
