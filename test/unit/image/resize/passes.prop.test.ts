import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { axisOf } from '../../../../src/image/resize/axis.js'
import type { ResizeFilter } from '../../../../src/image/resize/filter.js'
import { plainPasses } from '../../../../src/image/resize/plain-passes.js'
import { wasmPasses } from '../../../../src/image/resize/wasm-passes.js'
import { resize } from '../../../../src/image/resize.js'
import { hash32 } from '../../../../src/formula/hash.js'

const wasm = wasmPasses()!
const filters = fc.constantFrom<ResizeFilter>('bilinear', 'bicubic', 'lanczos')
const sizes = fc.integer({ min: 1, max: 90 })
const noise = (length: number, seed: number): Uint8Array =>
  // Black and white among it: that is where sums are largest and are clamped.
  Uint8Array.from({ length }, (_, i) => [0, 255, hash32(seed, i) >>> 24][hash32(seed + 1, i) % 3]!)

/** Widths that make it take the image in several pieces, and leave it to the plain passes. */
const LARGE = [
  [40_000, 3, 17],
  [17, 3, 40_000],
  [2, 30_000, 9],
  [3, 700_000, 2],
] as const

describe('the passes in WebAssembly give the bytes of those in TypeScript', () => {
  test('this engine has them', () => expect(wasm).toBeDefined())

  test('rows', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 1, max: 6 }), filters, fc.nat(), (from, to, height, filter, seed) => {
        const data = noise(3 * from * height, seed)
        const axis = axisOf(from, to, filter)
        expect(wasm.rows(data, height, axis)).toEqual(plainPasses.rows(data, height, axis))
      }),
    )
  })

  test('columns', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 1, max: 70 }), filters, fc.nat(), (from, to, bytes, filter, seed) => {
        const data = noise(from * bytes, seed)
        const axis = axisOf(from, to, filter)
        expect(wasm.columns(data, bytes, axis)).toEqual(plainPasses.columns(data, bytes, axis))
      }),
    )
  })

  test.each(LARGE)('of %i pixels by %i to %i', (from, across, to) => {
    const axis = axisOf(from, to, 'bicubic')
    const data = noise(3 * from * across, 5)
    expect(Buffer.compare(wasm.rows(data, across, axis), plainPasses.rows(data, across, axis))).toBe(0)
    expect(Buffer.compare(wasm.columns(data, 3 * across, axis), plainPasses.columns(data, 3 * across, axis))).toBe(0)
  })
})

describe('resize', () => {
  test('leaves an image of one colour at that colour', () => {
    const colour = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 0, max: 255 })))
    fc.assert(
      fc.property(sizes, sizes, sizes, sizes, filters, colour, (width, height, widthPx, heightPx, filter, rgb) => {
        const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => rgb[i % 3]!)
        const result = resize({ range: 'uint8', width, height, data }, { widthPx, heightPx, filter })
        const expected = Uint8Array.from({ length: 3 * widthPx * heightPx }, (_, i) => rgb[i % 3]!)
        expect(result).toMatchObject({ right: { data: expected } })
      }),
    )
  })

  test('mirrors what it is given mirrored, to a level of rounding', () => {
    fc.assert(
      fc.property(sizes, sizes, filters, fc.nat(), (width, widthPx, filter, seed) => {
        const data = noise(3 * width, seed)
        const mirror = (pixels: Uint8Array, count: number): Uint8Array =>
          pixels.map((_, i) => pixels[3 * (count - 1 - Math.floor(i / 3)) + (i % 3)]!)
        const run = (pixels: Uint8Array): Uint8Array => {
          const result = resize({ range: 'uint8', width, height: 1, data: pixels }, { widthPx, heightPx: 1, filter })
          return result._tag === 'Right' ? result.right.data : new Uint8Array()
        }
        const [straight, mirrored] = [run(data), mirror(run(mirror(data, width)), widthPx)]
        straight.forEach((value, i) => expect(Math.abs(value - mirrored[i]!)).toBeLessThanOrEqual(1))
      }),
    )
  })
})
