import { expect, test } from 'vitest'
import { type ByteRounding, toSigned, toUint8, toUnit } from '../../../src/image/convert.js'
import type { Image } from '../../../src/image/image.js'

const EVERY_BYTE = Uint8Array.from({ length: 258 }, (_, i) => i % 256)
const bytes: Image<'uint8'> = { range: 'uint8', width: 86, height: 1, data: EVERY_BYTE }
const unit = (...data: Array<number>): Image<'unit'> => image('unit', data)
const signed = (...data: Array<number>): Image<'signed'> => image('signed', data)
const image = <R extends 'unit' | 'signed'>(range: R, data: ReadonlyArray<number>): Image<R> => ({
  range,
  width: data.length / 3,
  height: 1,
  data: Float32Array.from(data) as Image<R>['data'],
})

const { fround } = Math

test('a byte becomes byte / 255 in float32', () => {
  const { range, width, height, data } = toUnit(bytes)
  expect([range, width, height]).toEqual(['unit', 86, 1])
  expect(data).toEqual(Float32Array.from(EVERY_BYTE, (byte) => byte / 255))
})

test('a byte becomes 2u - 1 with every step rounded to float32, as torch does it', () => {
  const { range, width, height, data } = toSigned(bytes)
  expect([range, width, height]).toEqual(['signed', 86, 1])
  expect(data).toEqual(Float32Array.from(EVERY_BYTE, (byte) => fround(fround(2 * fround(byte / 255)) - 1)))
})

// torch 2: (torch.tensor([1, 77, 254], dtype=torch.uint8).float() / 255 * 2 - 1).tolist()
test('bytes 1, 77 and 254 become what torch computes', () => {
  const { data } = toSigned({ range: 'uint8', width: 1, height: 1, data: Uint8Array.of(1, 77, 254) })
  expect([...data]).toEqual([-0.9921568632125854, -0.3960784077644348, 0.9921568632125854])
})

test('floats change their range and keep their size', () => {
  expect(toSigned(unit(0, 0.25, 1))).toEqual(signed(-1, -0.5, 1))
  expect(toUnit(signed(-1, 0, 1))).toEqual(unit(0, 0.5, 1))
})

test('an image that is in the range already is not copied', () => {
  const [u, s] = [unit(0, 0, 1), signed(0, 0, 1)]
  expect(toUnit(u)).toBe(u)
  expect(toSigned(s)).toBe(s)
  expect(toUint8(bytes, 'round')).toBe(bytes)
})

test.each<[ByteRounding, ReadonlyArray<number>]>([
  ['truncate', [0, 127, 127, 127, 254, 255]],
  ['round', [0, 127, 128, 128, 255, 255]],
])('%s turns floats into bytes', (rounding, expected) => {
  const image = unit(0, 127.4 / 255, 127.5 / 255, 127.7 / 255, 254.9 / 255, 1)
  expect([...toUint8(image, rounding).data]).toEqual(expected)
})

test('rounding gives every byte back, from either range', () => {
  expect(toUint8(toUnit(bytes), 'round')).toEqual(bytes)
  expect(toUint8(toSigned(bytes), 'round')).toEqual(bytes)
})

test('truncation is off by one level at most, and downwards', () => {
  for (const image of [toUnit(bytes), toSigned(bytes)]) {
    toUint8(image, 'truncate').data.forEach((byte, i) => expect(EVERY_BYTE[i]! - byte).toBeOneOf([0, 1]))
  }
})
