import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distort, formulaImage, type FormulaKind } from '../../../src/formula/image.js'
import { mse, msSsim, psnr, slidingRmse, ssim, ssimMap } from '../../../src/ssim/index.js'
import { flat, pairsOfImages, right } from './images.js'

const pairs = pairsOfImages(9, 24)

describe('identity', () => {
  test('an image with itself: exactly 1, 0, infinity', () => {
    fc.assert(
      fc.property(pairs, ([a]) => {
        const copy = { ...a, data: a.data.slice() }
        expect(right(ssim(a, copy))).toBe(1)
        expect(new Set(right(ssimMap(a, copy)).data)).toEqual(new Set([1]))
        expect(right(mse(a, copy))).toBe(0)
        expect(right(slidingRmse(a, copy))).toBe(0)
        expect(right(psnr(a, copy))).toBe(Infinity)
      }),
    )
  })

  test.each<FormulaKind>(['gradient', 'checker', 'noise', 'discs', 'clouds'])('MS-SSIM of %s', (kind) => {
    const image = formulaImage(kind, 181, 190)
    expect(right(msSsim(image, { ...image, data: image.data.slice() }))).toBe(1)
    expect(right(ssim(image, { ...image, data: image.data.slice() }))).toBe(1)
  })
})

describe('symmetry and bounds', () => {
  test('both orders give the same, to the last bit, within the bounds', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const value = right(ssim(a, b))
        expect(right(ssim(b, a))).toBe(value)
        expect(value).toBeGreaterThanOrEqual(-1)
        expect(value).toBeLessThanOrEqual(1)
        expect(right(mse(b, a))).toBe(right(mse(a, b)))
        expect(right(slidingRmse(b, a))).toBe(right(slidingRmse(a, b)))
        expect(right(psnr(b, a))).toBe(right(psnr(a, b)))
        expect(right(slidingRmse(a, b))).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('MS-SSIM', () => {
    const image = formulaImage('discs', 180, 177)
    for (const distortion of ['noise', 'blur', 'shift', 'cast', 'invert'] as const) {
      const other = distort(image, distortion)
      const value = right(msSsim(image, other))
      expect(right(msSsim(other, image))).toBe(value)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThan(1)
    }
  })

  test('SSIM of flat images grows as the levels come nearer', () => {
    const levels = fc.tuple(fc.integer({ min: 0, max: 254 }), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(levels, ([low, up]) => {
        const high = Math.min(255, low + up)
        const near = right(ssim(flat(high, 6, 6), flat(high - 1, 6, 6)))
        expect(near).toBeGreaterThanOrEqual(right(ssim(flat(high, 6, 6), flat(low, 6, 6))) - 1e-9)
      }),
    )
  })
})
