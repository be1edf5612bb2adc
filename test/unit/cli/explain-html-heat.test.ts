import { describe, expect, it } from 'vitest'
import { heatColours } from '../../../src/cli/explain/heat-colours.js'
import { heatMap } from '../../../src/cli/explain/heat-map.js'
import { barOf, shortNumber } from '../../../src/cli/explain/numbers.js'

/** OKLab of a colour, from the matrices of its author in the direction that the source does not use. */
const okLab = (rgb: ReadonlyArray<number>): [number, number, number] => {
  const [r, g, b] = rgb.map((byte) => {
    const value = byte / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

describe('the colours of the heat map', () => {
  const labs = heatColours().map(okLab)

  it('run from nearly black to nearly white', () => {
    expect(labs).toHaveLength(256)
    expect(labs[0]![0]).toBeLessThan(0.2)
    expect(labs[255]![0]).toBeGreaterThan(0.93)
  })

  it('become lighter all the way, so that they are read in grey too', () => {
    // Every eighth: between neighbours the rounding to bytes shows.
    for (let i = 8; i < 256; i += 8) expect(labs[i]![0]).toBeGreaterThan(labs[i - 8]![0])
  })

  it('lie in even steps', () => {
    const steps = Array.from({ length: 15 }, (_, i) => {
      const [a, b] = [labs[17 * i]!, labs[17 * (i + 1)]!]
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
    })
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.2)
  })
})

describe('a map of numbers as colours', () => {
  const colours = heatColours()
  const pixels = ({ image }: ReturnType<typeof heatMap>) =>
    Array.from({ length: image.data.length / 3 }, (_, i) => [...image.data.subarray(3 * i, 3 * i + 3)])

  it('distances: 0 is dark, the largest bright', () => {
    const map = heatMap({ width: 3, height: 1, data: [0.5, 0.1, 0.2] }, 'distance')
    expect(map).toMatchObject({ alike: 0, different: 0.5, min: 0.1, mean: expect.closeTo(0.8 / 3, 12), max: 0.5 })
    expect(map.image).toMatchObject({ range: 'uint8', width: 3, height: 1 })
    expect(pixels(map)).toEqual([colours[255], colours[51], colours[102]])
  })

  it('similarities: 1 is dark, the smallest bright, above 1 by rounding is dark', () => {
    const map = heatMap({ width: 1, height: 3, data: Float64Array.of(1.0000000001, -1, 0) }, 'similarity')
    expect(map).toMatchObject({ alike: 1, different: -1, min: -1, max: 1.0000000001 })
    expect(pixels(map)).toEqual([colours[0], colours[255], colours[128]])
  })

  it.each([
    ['distance', 0, 1],
    ['similarity', 1, 0],
  ] as const)('nothing differs: %s', (kind, value, different) => {
    const map = heatMap({ width: 2, height: 1, data: [value, value] }, kind)
    expect(map).toMatchObject({ alike: value, different, min: value, mean: value, max: value })
    expect(pixels(map)).toEqual([colours[0], colours[0]])
  })
})

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.1, '0.1'],
    [0.123456, '0.1235'],
    [-0.47104, '-0.471'],
    [0.0001, '0.0001'],
    [0.0000123456, '1.23e-5'],
    [123456.7, '123500'],
    [1e7, '1.00e+7'],
  ])('%d is shown as %s', (value, text) => {
    expect(shortNumber(value)).toBe(text)
  })

  it.each([
    [0.5, -1, 1, { from: 0.5, to: 0.75, zero: 0.5 }],
    [-0.5, -1, 1, { from: 0.25, to: 0.5, zero: 0.5 }],
    [0.25, 0, 1, { from: 0, to: 0.25, zero: 0 }],
    [-1, -1, 0, { from: 0, to: 1, zero: 1 }],
    [3, 2, 4, { from: 0, to: 0.5, zero: 0 }],
    [0.5, -Infinity, 1, undefined],
    [0.5, 0.5, 0.5, undefined],
  ])('the bar of %d in [%d, %d] begins at zero or the bound next to it', (value, min, max, bar) => {
    expect(barOf(value, min, max)).toEqual(bar)
  })
})
