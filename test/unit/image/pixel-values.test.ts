import { describe, expect, it } from 'vitest'
import type { Image } from '../../../src/image/image.js'
import { pixelValues, type PixelScale } from '../../../src/image/pixel-values.js'

const image = (width: number, height: number, bytes: ReadonlyArray<number>): Image<'uint8'> => ({
  range: 'uint8',
  width,
  height,
  data: Uint8Array.from(bytes),
})

const PLAIN: PixelScale = { rescale: 1, mean: [0, 0, 0], std: [1, 1, 1] }

describe('pixel values', () => {
  it('stand image by image, channels apart, in rows', () => {
    const first = image(2, 1, [1, 2, 3, 4, 5, 6])
    const second = image(2, 1, [7, 8, 9, 10, 11, 12])
    expect([...pixelValues([first, second], PLAIN)]).toEqual([1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12])
  })

  it('have the scale, mean and deviation of their channel', () => {
    const values = pixelValues([image(1, 1, [100, 100, 100])], { rescale: 0.5, mean: [10, 20, 30], std: [1, 2, 4] })
    expect([...values]).toEqual([40, 15, 5])
  })

  it('are within one unit in the last place of (x - 255 mean) / (255 std) for every byte', () => {
    const [mean, std] = [0.48145466, 0.26862954]
    const scale: PixelScale = { rescale: 1 / 255, mean: [mean, mean, mean], std: [std, std, std] }
    for (let byte = 0; byte < 256; byte++) {
      const [value] = pixelValues([image(1, 1, [byte, 0, 0])], scale)
      expect(Math.abs(value! - (byte - 255 * mean) / (255 * std))).toBeLessThan(2 ** -21)
    }
  })

  it('of no images are none', () => expect(pixelValues([], PLAIN)).toHaveLength(0))
})
