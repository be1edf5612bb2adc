import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTensor } from '../../../../src/models/checkpoint/decode-tensor.js'

const one = (dtype: 'float16' | 'bfloat16', bits: ReadonlyArray<number>): ArrayLike<number | bigint> =>
  decodeTensor(
    { name: 'v', dtype, shape: [bits.length], strides: [1], inPlace: true, offset: 0, length: 2 * bits.length },
    Uint16Array.from(bits).buffer,
  ).data

/** IEEE 754, written down: sign, five bits of exponent with bias 15, ten bits of fraction. */
const half = (bits: number): number => {
  const sign = bits >> 15 === 1 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

test('every one of the 65,536 float16 numbers is widened exactly', () => {
  const all = Array.from({ length: 65_536 }, (_, bits) => bits)
  expect(Array.from(one('float16', all))).toEqual(all.map(half))
})

test('bfloat16 is the upper half of a float32', () => {
  expect(Array.from(one('bfloat16', [0x3f80, 0xc049, 0x7f80, 0x8000, 0x0001]))).toEqual([
    1,
    -3.140625,
    Infinity,
    -0,
    2 ** -133,
  ])
})

const axes = fc.array(fc.record({ size: fc.nat({ max: 4 }), stride: fc.nat({ max: 7 }) }), { maxLength: 5 })

test('element [i, j, ...] of a view is element i * stride_0 + j * stride_1 + ... of its storage', () => {
  fc.assert(
    fc.property(axes, (view) => {
      const shape = view.map(({ size }) => size)
      const strides = view.map(({ stride }) => stride)
      const length = 1 + view.reduce((sum, { size, stride }) => sum + Math.max(0, size - 1) * stride, 0)
      const storage = Int32Array.from({ length }, (_, i) => i)
      const tensor = {
        name: 'v',
        dtype: 'int32',
        shape,
        strides,
        inPlace: false,
        offset: 0,
        length: 4 * length,
      } as const
      const places = view.reduce<ReadonlyArray<number>>(
        (bases, { size, stride }) => bases.flatMap((base) => Array.from({ length: size }, (_, i) => base + i * stride)),
        [0],
      )
      expect([...decodeTensor(tensor, storage.buffer).data]).toEqual(places)
    }),
  )
})
