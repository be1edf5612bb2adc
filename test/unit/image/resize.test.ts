import { describe, expect, test } from 'vitest'
import type { Image } from '../../../src/image/image.js'
import { resize } from '../../../src/image/resize.js'

const grey = (width: number, ...values: Array<number>): Image<'uint8'> => ({
  range: 'uint8',
  width,
  height: values.length / width,
  data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
})

const greys = (image: Image<'uint8'>): Array<number> => [...image.data].filter((_, i) => i % 3 === 0)

const ok = (result: ReturnType<typeof resize>): Image<'uint8'> => {
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  return result.right
}

describe('resize', () => {
  test('halves by a triangle over four pixels: weights 1/8, 3/8, 3/8, 1/8 inside, 3/7, 3/7, 1/7 at the rim', () => {
    const image = grey(4, 0, 70, 140, 210)
    // (3 * 0 + 3 * 70 + 140) / 7 = 50, and its mirror image.
    expect(greys(ok(resize(image, { widthPx: 2, heightPx: 1, filter: 'bilinear' })))).toEqual([50, 160])
  })

  test('doubles by a triangle between two pixels: weights 3/4 and 1/4', () => {
    const image = grey(1, 0, 100)
    expect(greys(ok(resize(image, { widthPx: 1, heightPx: 4, filter: 'bilinear' })))).toEqual([0, 25, 75, 100])
  })

  test('rounds halves up and clamps overshoot', () => {
    expect(greys(ok(resize(grey(2, 0, 1), { widthPx: 1, heightPx: 1, filter: 'bilinear' })))).toEqual([1])
    const steps = greys(ok(resize(grey(4, 0, 0, 255, 255), { widthPx: 16, heightPx: 1, filter: 'lanczos' })))
    expect([Math.min(...steps), Math.max(...steps)]).toEqual([0, 255])
  })

  test('keeps channels apart', () => {
    const image: Image<'uint8'> = { range: 'uint8', width: 2, height: 1, data: Uint8Array.of(10, 20, 30, 30, 40, 250) }
    expect([...ok(resize(image, { widthPx: 1, heightPx: 1, filter: 'bicubic' })).data]).toEqual([20, 30, 140])
  })

  test('gives a copy where the size is the same', () => {
    const image = grey(2, 1, 2, 3, 4)
    const copy = ok(resize(image, { widthPx: 2, heightPx: 2, filter: 'lanczos' }))
    expect(copy).toEqual(image)
    expect(copy.data.buffer).not.toBe(image.data.buffer)
  })

  test('copies what lies in a Buffer, too', () => {
    const image: Image<'uint8'> = { range: 'uint8', width: 1, height: 1, data: Buffer.from([1, 2, 3]) }
    const copy = ok(resize(image, { widthPx: 1, heightPx: 1, filter: 'bilinear' }))
    image.data[0] = 9
    expect([...copy.data]).toEqual([1, 2, 3])
  })

  test('refuses floats and sizes that do not fit, which only a cast lets through', () => {
    const floats = { range: 'unit', width: 1, height: 1, data: new Float32Array(3) } as any
    for (const image of [floats, { ...grey(1, 0), width: 2 }]) {
      expect(resize(image, { widthPx: 1, heightPx: 1, filter: 'bilinear' })).toMatchObject({
        left: { _tag: 'InvalidInput', reward: 'resize', field: 'image' },
      })
    }
  })

  test('does not write to the image it is given', () => {
    const image = grey(3, 5, 6, 7, 8, 9, 10)
    resize(image, { widthPx: 7, heightPx: 1, filter: 'bicubic' })
    expect(image).toEqual(grey(3, 5, 6, 7, 8, 9, 10))
  })

  test.each([
    [{ widthPx: 0 }, 'widthPx', '0'],
    [{ widthPx: 1.5 }, 'widthPx', '1.5'],
    [{ heightPx: NaN }, 'heightPx', 'NaN'],
    [{ heightPx: '3' }, 'heightPx', '"3"'],
    [{ filter: 'box' }, 'filter', '"box"'],
    [{ filter: 'toString' }, 'filter', '"toString"'],
    [{ pillow: 12 }, 'pillow', '12'],
    [{ widthPx: 2 ** 20, heightPx: 2 ** 20 }, 'widthPx', '1099511627776 for 1 x 2 to 1048576 x 1048576'],
  ])('refuses %o', (wrong, option, received) => {
    const options = { widthPx: 1, heightPx: 1, filter: 'bilinear', ...wrong } as any
    expect(resize(grey(1, 0, 0), options)).toMatchObject({ left: { _tag: 'InvalidOption', option, received } })
  })

  test('refuses a small result whose image between the passes would be huge', () => {
    const tall: Image<'uint8'> = { range: 'uint8', width: 1, height: 2 ** 22, data: new Uint8Array(3 * 2 ** 22) }
    expect(resize(tall, { widthPx: 64, heightPx: 64, filter: 'bilinear' })).toMatchObject({
      left: { _tag: 'InvalidOption', option: 'widthPx' },
    })
  })
})
