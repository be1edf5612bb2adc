import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { prepareImage } from '../../../../../src/adapters/onnx/huggingface/prepare-image.js'
import type { Preprocessing } from '../../../../../src/adapters/onnx/huggingface/preprocessing.js'
import type { Image } from '../../../../../src/image/image.js'
import { left, right } from './folder.js'

const scale = { rescale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] } as const
const SQUARE: Preprocessing = { resize: { widthPx: 384, heightPx: 384 }, filter: 'bicubic', crop: undefined, scale }
const MIDDLE: Preprocessing = {
  resize: { shortestEdgePx: 224 },
  filter: 'bicubic',
  crop: { widthPx: 224, heightPx: 224 },
  scale,
}
const owner = { reward: 'recaption', field: 'image' }

const patterned = (width: number, height: number): Image<'uint8'> => {
  const data = new Uint8Array(3 * width * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++) data[i++] = x * 7 + y * 13 + channel * 31 + ((x * y) % 17) * 5
  return { range: 'uint8', width, height, data }
}

/** Of the bytes in the order C, H, W: the first 16 digits of their SHA-256. */
const digest = ({ width, height, data }: Image<'uint8'>): string => {
  const plane = width * height
  const apart = Uint8Array.from({ length: 3 * plane }, (_, i) => data[3 * (i % plane) + Math.floor(i / plane)]!)
  return createHash('sha256').update(apart).digest('hex').slice(0, 16)
}

/** CLIPImageProcessorPil and BlipImageProcessorPil of transformers 5.23.0 on Pillow 11.3.0, without rescaling and normalisation. */
const ORIGINAL = [
  [224, 224, 'cf4cf6b4bd03e719', '418946f50289a5b4'],
  [225, 224, 'cf4cf6b4bd03e719', 'a75ece994d963935'],
  [500, 333, '6971b9278d5faaa8', '104d89882d445073'],
  [101, 37, '67fabde8ee1d567c', '6511e2e267509faa'],
  [37, 101, '4aac562ba6f84e0e', '079244301ac44fe6'],
  [1, 1, 'a59cc264c756d19c', '73f5a765dc95f124'],
  [229, 1001, 'a533c79caef5f1a1', 'bf55df420abffd9a'],
  [447, 449, 'a70047d71632d1e8', '55afd02829b1b0ac'],
  [3000, 221, 'bd0cb42e1ee2f561', 'fbfcbc7049dca5be'],
] as const

describe('an image comes out byte by byte as in transformers', () => {
  it.each(ORIGINAL)('%i x %i', (width, height, clip, blip) => {
    const image = patterned(width, height)
    const middle = right(prepareImage(image, MIDDLE, owner))
    expect([middle.width, middle.height]).toEqual([224, 224])
    expect(digest(middle)).toBe(clip)
    expect(digest(right(prepareImage(image, SQUARE, owner)))).toBe(blip)
  })
})

it('is left alone where it has its size already, floats being the bytes they came from', () => {
  const image = patterned(384, 384)
  expect(right(prepareImage(image, SQUARE, owner))).toBe(image)
  const unit: Image<'unit'> = { ...image, range: 'unit', data: Float32Array.from(image.data, (byte) => byte / 255) }
  expect(digest(right(prepareImage(unit, SQUARE, owner)))).toBe(digest(image))
})

it('that is too long and thin is refused by its name', () => {
  const thin = patterned(1, 20_000)
  expect(left(prepareImage(thin, MIDDLE, owner))).toEqual({
    _tag: 'InvalidInput',
    reward: 'recaption',
    field: 'image',
    expected: 'an image that can be resized to 224 x 4480000 pixels',
    received: '1 x 20000',
  })
})
