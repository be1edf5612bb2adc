import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectedOf, fixture, read } from './support.js'

/** Levels by which a fixture may differ; the others are equal. docs/images.md says why. */
const DIFFERS: Readonly<Record<string, number>> = { 'lossy-444.avif': 1, 'lossy-420.avif': 64 }

/** Pillow clips 16-bit grey at 255, which leaves it white. */
const CLIPPED_BY_PILLOW = 'grey-16-bits.png'

const images = Object.entries(expectedOf()).filter(([name]) => name !== CLIPPED_BY_PILLOW)

describe('the pixels that Pillow reads', () => {
  test.each(images)('%s', async (name, { width, height, rgb }) => {
    const image = await read(fixture(name))
    expect(image).toMatchObject({ range: 'uint8', width, height })
    expect(image.data).toHaveLength(rgb.length)
    const differences = Array.from(image.data, (value, i) => Math.abs(value - rgb[i]!))
    expect(Math.max(...differences)).toBeLessThanOrEqual(DIFFERS[name] ?? 0)
  })

  test.each(images)('%s, whatever its name says', async (name) => {
    expect(await read(readFileSync(fixture(name)))).toEqual(await read(fixture(name)))
  })
})

test('16-bit grey keeps its high byte, as 16-bit colour does', async () => {
  const { data } = await read(fixture(CLIPPED_BY_PILLOW))
  const expected = Array.from({ length: 192 }, (_, i) => ((4099 * (i % 16) + 977 * Math.floor(i / 16)) % 65536) >> 8)
  expect([...data]).toEqual(expected.flatMap((value) => [value, value, value]))
})

test("orientation 'exif' turns the picture upright: what was the left edge is on top", async () => {
  const stored = await read(fixture('exif-6.jpg'))
  const upright = await read(fixture('exif-6.jpg'), { orientation: 'exif' })
  expect([stored.width, stored.height, upright.width, upright.height]).toEqual([16, 12, 12, 16])
  const pixel = ({ data, width }: typeof stored, x: number, y: number): ReadonlyArray<number> => [
    ...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
  ]
  // Tag 6: turned by 90 degrees clockwise for display.
  for (const [x, y] of [
    [0, 0],
    [3, 2],
    [15, 11],
  ] as const) {
    expect(pixel(upright, 11 - y, x)).toEqual(pixel(stored, x, y))
  }
})

describe('alpha over a colour', () => {
  const over = [255, 0, 100] as const
  const blend = (value: number, alpha: number, c: number): number =>
    Math.round((value * alpha + over[c]! * (255 - alpha)) / 255)
  const alphaAt = (i: number): number => {
    const [x, y] = [i % 16, Math.floor(i / 16)]
    return (Math.floor(x / 4) + Math.floor(y / 4)) % 2 === 1 ? 0 : 40 * (y % 6) + 15
  }

  test.each(['rgba.png', 'alpha.webp'])('of %s', async (name) => {
    const { rgb } = expectedOf()[name]!
    const { data } = await read(fixture(name), { alpha: { over } })
    expect([...data]).toEqual(Array.from(rgb, (value, i) => blend(value, alphaAt(Math.floor(i / 3)), i % 3)))
  })

  test('of grey', async () => {
    const { rgb } = expectedOf()['grey-alpha.png']!
    const { data } = await read(fixture('grey-alpha.png'), { alpha: { over } })
    expect([...data]).toEqual(Array.from(rgb, (value, i) => blend(value, alphaAt(Math.floor(i / 3)), i % 3)))
  })

  test('of a GIF shows the colour where it is transparent, and nowhere else', async () => {
    const [dropped, laid] = [
      await read(fixture('transparent.gif')),
      await read(fixture('transparent.gif'), { alpha: { over } }),
    ]
    const colours = new Set<string>()
    for (let i = 0; i < dropped.data.length; i += 3) {
      const [before, after] = [dropped, laid].map(({ data }) => [...data.slice(i, i + 3)].join())
      if (before !== after) colours.add(`${before} to ${after}`)
    }
    expect([...colours]).toHaveLength(1)
    expect([...colours][0]).toMatch(/ to 255,0,100$/)
  })

  test('changes nothing where there is none', async () => {
    expect(await read(fixture('rgb.png'), { alpha: { over } })).toEqual(await read(fixture('rgb.png')))
  })
})
