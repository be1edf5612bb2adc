import { describe, expect, test } from 'vitest'
import { distort, formulaImage } from '../../../src/formula/image.js'
import { mse, msSsim, psnr, slidingRmse, ssim, ssimMap } from '../../../src/ssim/index.js'
import { ssimAt } from './by-definition.js'
import { asFloats, flat, right } from './images.js'

const measures = { ssim, 'ms-ssim': msSsim, mse, psnr, rmse: slidingRmse }
const least = { ssim: 6, 'ms-ssim': 176, mse: 1, psnr: 1, rmse: 9 }
const names = Object.keys(measures) as ReadonlyArray<keyof typeof measures>

describe('values worked by hand', () => {
  test.each([
    [0, 255, 0.0001 / 1.0001],
    [51, 51, 1],
    [51, 102, (2 * 0.2 * 0.4 + 0.0001) / (0.04 + 0.16 + 0.0001)],
  ])('SSIM of flat images of level %i and %i is the luminance factor', (a, b, value) => {
    expect(right(ssim(flat(a, 6, 7), flat(b, 6, 7)))).toBeCloseTo(value, 9)
  })

  test('MS-SSIM of flat images is the luminance factor of the smallest size', () => {
    const value = ((2 * 0.2 * 0.4 + 0.0001) / (0.04 + 0.16 + 0.0001)) ** 0.1333
    expect(right(msSsim(flat(51, 176, 177), flat(102, 176, 177)))).toBeCloseTo(value, 9)
  })

  test('an error of a fifth everywhere', () => {
    const [a, b] = [flat(0, 9, 10), flat(51, 9, 10)]
    expect(right(mse(a, b))).toBeCloseTo(0.04, 12)
    expect(right(slidingRmse(a, b))).toBeCloseTo(0.2, 12)
    expect(right(psnr(a, b))).toBeCloseTo(10 * Math.log10(25), 5)
  })

  test('the farthest images: an error of 1, 0 decibels', () => {
    const [a, b] = [flat(0, 2, 1), flat(255, 2, 1)]
    expect(right(mse(a, b))).toBe(1)
    expect(right(psnr(a, b))).toBe(0)
  })

  test('one wrong byte counts in the sliding windows that hold it, not in those of the last column', () => {
    const dot = (x: number, y: number) => {
      const image = flat(0, 10, 9)
      image.data[3 * (y * 10 + x)] = 255
      return right(slidingRmse(image, flat(0, 10, 9)))
    }
    // 2 x 1 windows, 3 channels; a window with the dot has the root of 1/64.
    expect(dot(4, 4)).toBeCloseTo((2 * (1 / 8)) / 6, 12)
    expect(dot(0, 0)).toBeCloseTo(1 / 8 / 6, 12)
    expect(dot(9, 8)).toBe(0)
  })
})

describe('against the definition, window by window', () => {
  // 600 x 140 results lie in four tiles.
  const a = formulaImage('clouds', 600, 140)
  const b = distort(a, 'noise')
  const map = right(ssimMap(a, b))

  test.each([
    [0, 0],
    [599, 139],
    [3, 70],
    [511, 10],
    [512, 10],
    [507, 127],
    [300, 128],
    [599, 0],
  ])('around %i, %i', (x, y) => {
    expect(map.data[y * 600 + x]).toBeCloseTo(ssimAt(a, b, x, y), 10)
  })

  test('the mean of the map is SSIM', () => {
    expect(map).toMatchObject({ width: 600, height: 140 })
    expect(map.data.reduce((sum, value) => sum + value, 0) / map.data.length).toBeCloseTo(right(ssim(a, b)), 12)
  })

  test('the least size: every window sees the image mirrored', () => {
    const [c, d] = [formulaImage('noise', 6, 6), formulaImage('discs', 6, 6)]
    const small = right(ssimMap(c, d))
    for (let i = 0; i < 36; i++) expect(small.data[i]).toBeCloseTo(ssimAt(c, d, i % 6, Math.floor(i / 6)), 10)
  })
})

describe('ranges', () => {
  const a = formulaImage('clouds', 176, 180)
  const b = distort(a, 'cast')

  test.each(names)('%s is the same for bytes, [0, 1] and [-1, 1]', (name) => {
    const measure = measures[name]
    const value = right(measure(a, b))
    expect(right(measure(asFloats(a, 'unit'), asFloats(b, 'unit')))).toBeCloseTo(value, 5)
    expect(right(measure(asFloats(a, 'signed'), asFloats(b, 'signed')))).toBeCloseTo(value, 5)
  })

  test.each(names)('%s: one range for another does not compile, and is refused', (name) => {
    const measure = measures[name]
    // @ts-expect-error: [0, 1] where bytes are given
    expect(measure(a, asFloats(b, 'unit'))).toMatchObject({
      left: { _tag: 'InvalidInput', reward: expect.any(String), field: 'reference', received: 'unit' },
    })
  })
})

describe('images that cannot be compared', () => {
  test.each(names)('%s: too small', (name) => {
    const measure = measures[name]
    const side = least[name]
    expect(measure(flat(1, side, side + 1), flat(2, side, side + 1))).toMatchObject({ _tag: 'Right' })
    if (side === 1) return
    expect(measure(flat(1, side, side - 1), flat(2, side, side - 1))).toMatchObject({
      left: { _tag: 'InvalidInput', reward: name, field: 'image', received: `${side} x ${side - 1}` },
    })
  })

  test.each(names)('%s: of different sizes', (name) => {
    expect(measures[name](flat(1, 200, 201), flat(1, 201, 200))).toMatchObject({
      left: {
        _tag: 'InvalidInput',
        field: 'reference',
        expected: '200 x 201 pixels, as `image` has (or the option `size`)',
        received: '201 x 200',
      },
    })
  })

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'nothing'],
    ['no image', { width: 6 }, 'the range nothing'],
    ['a range that is none', { ...flat(1, 6, 6), range: '__proto__' }, 'the range "__proto__"'],
    ['data of another range', { ...flat(1, 6, 6), range: 'unit' }, 'data that do not fit the range unit'],
    ['too few data', { ...flat(1, 6, 6), height: 7 }, '108 values instead of 126'],
    ['sides that are no sizes', { ...flat(1, 6, 6), height: 6.5 }, 'sides of 6 and 6.5'],
  ])('%s', (_, odd, received) => {
    expect(ssim(odd as any, flat(1, 6, 6))).toMatchObject({ left: { field: 'image', expected: 'an image', received } })
    expect(ssim(flat(1, 6, 6), odd as any)).toMatchObject({ left: { field: 'reference', received } })
  })

  test('NaN in pixels never comes out', () => {
    const odd = { ...asFloats(flat(1, 176, 176), 'unit') }
    odd.data[7] = NaN
    for (const name of names.filter((one) => one !== 'psnr')) {
      expect(measures[name](odd, odd)).toMatchObject({ left: { _tag: 'NonFinite', reward: name } })
    }
    expect(psnr(odd, odd)).toMatchObject({ left: { _tag: 'NonFinite' } })
  })
})
