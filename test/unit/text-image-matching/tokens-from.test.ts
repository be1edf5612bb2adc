import { describe, expect, test } from 'vitest'
import { tokensFrom } from '../../../src/text-image-matching/tokens-from.js'

const OWNER = { reward: 'r', field: 'imageTokens' }

const base64 = (data: ArrayBufferView): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')

const tokens = (input: unknown) => {
  const found = tokensFrom(input, OWNER)
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

/** 1, -2, 0.5, 65504 (the largest float16), 2^-24 (the least), 0. */
const HALVES = Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x7bff, 0x0001, 0x8000)
const OF_HALVES = [1, -2, 0.5, 65504, 2 ** -24, -0]

/** 1, -2, 0.5, 2^100, 2^-130 (below the normal ones), 0. */
const BRAINS = Uint16Array.of(0x3f80, 0xc000, 0x3f00, 0x7180, 0x0008, 0x8000)
const OF_BRAINS = [1, -2, 0.5, 2 ** 100, 2 ** -130, -0]

describe('forms', () => {
  test('rows of numbers', () => {
    expect(tokens([[1, 2, 3], [4, 5, 6.5]])).toEqual({ shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6.5) }) // prettier-ignore
  })

  test('rows of typed arrays', () => {
    expect(tokens([Float32Array.of(1, 2), Float64Array.of(3, 4)])).toEqual({
      shape: [2, 2],
      data: Float64Array.of(1, 2, 3, 4),
    })
  })

  test('a matrix passes through, its numbers not copied', () => {
    const data = Float32Array.of(1, 2)
    expect(tokens({ shape: [2, 1], data }).data).toBe(data)
    expect(tokens({ dtype: 'float32', shape: [1, 2, 1], data })).toEqual({ shape: [2, 1], data })
    expect(tokens({ dtype: 'float32', shape: [1, 2, 1], data }).data).toBe(data)
  })

  test.each([
    ['float16', HALVES, OF_HALVES],
    ['bfloat16', BRAINS, OF_BRAINS],
    ['float32', Float32Array.of(1, -2, 0.5, 3e38, 1e-45, 0), [1, -2, 0.5, 3e38, 1e-45, 0].map(Math.fround)],
    ['float64', Float64Array.of(1, -2, 0.1, 1e300, 5e-324, 0), [1, -2, 0.1, 1e300, 5e-324, 0]],
  ])(
    '%s: a typed array, its bytes, its bytes where nothing is aligned, base64, base64 without padding',
    (dtype, data, expected) => {
      const kind = dtype === 'float64' ? Float64Array : Float32Array
      const bytes = new Uint8Array(data.buffer)
      const odd = new Uint8Array(bytes.length + 1).subarray(1)
      odd.set(bytes)
      for (const form of [data, bytes, odd, Buffer.from(bytes), base64(data), base64(data).replace(/=+$/, '')]) {
        expect(tokens({ dtype, shape: [3, 2], data: form })).toEqual({ shape: [3, 2], data: kind.from(expected) })
      }
    },
  )

  test('every float16 is what its bits say', () => {
    const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i)
    const { data } = tokens({ dtype: 'float16', shape: [1, 2 ** 16], data: bits })
    expect([data[0x7c00], data[0xfc00], data[0x7e00]]).toEqual([Infinity, -Infinity, NaN])
    // Between two infinities they grow with their bits, each by one unit of the last place.
    for (let i = 1; i < 0x7c00; i++) {
      expect(data[i]! - data[i - 1]!).toBe(2 ** (Math.max(1, (i - 1) >> 10) - 25))
      expect(data[0x8000 + i]).toBe(-data[i]!)
    }
  })

  test('numbers, row-major', () => {
    expect(tokens({ dtype: 'bfloat16', shape: [2, 2], data: [1, 2, 3, 4] })).toEqual({
      shape: [2, 2],
      data: Float64Array.of(1, 2, 3, 4),
    })
  })

  test('NaN and infinities are let through: they may be masked', () => {
    expect(tokens([[NaN, -Infinity]]).data).toEqual(Float64Array.of(NaN, -Infinity))
  })
})

describe('what is refused', () => {
  const four = Float32Array.of(1, 2, 3, 4)

  test.each([
    [null, 'an array of rows, {dtype, shape, data}, a matrix or a tensor', 'null'],
    [7n, 'an array of rows, {dtype, shape, data}, a matrix or a tensor', '7n'],
    [{ rows: 3 }, 'an array of rows, {dtype, shape, data}, a matrix or a tensor', 'an object'],
    ['t.npy', 'an array of rows, {dtype, shape, data}, a matrix or a tensor', '"t.npy" (files are for `tokenReader`)'],
    [[], 'at least one token', 'none'],
    [[1, 2], 'rows of numbers', '1 at 0'],
    [[[]], 'rows of numbers', 'an array of 0 at 0'],
    [[[1, 2], [3]], 'rows of 2 numbers', 'an array of 1 at 1'],
    // eslint-disable-next-line no-sparse-arrays -- A hole is no row.
    [[[1, 2], , [3, 4]], 'rows of 2 numbers', 'nothing at 1'],
    [
      [
        [1, 2],
        [3, null],
      ],
      'numbers',
      'null at [1][1]',
    ],
    [[[1, '2']], 'numbers', '"2" at [0][1]'],
    [{ dtype: 'int8', shape: [1, 1], data: [1] }, 'a `dtype` of float32, float16, bfloat16, float64', '"int8"'],
    [{ dtype: 'toString', shape: [1, 1], data: [1] }, 'a `dtype` of float32, float16, bfloat16, float64', '"toString"'],
    [{ shape: [1, 1], data: 'AAAA' }, 'a matrix of a Float32Array or a Float64Array', '"AAAA"'],
    [{ dtype: 'float32', shape: [0, 4], data: '' }, 'at least one token', 'the shape [0, 4]'],
    [
      { dtype: 'float32', shape: [2 ** 30, 2 ** 30], data: 'AAAA' },
      `base64 of ${2 ** 62} bytes (${2 ** 60} x float32)`,
      '4 characters',
    ],
    [
      { dtype: 'float32', shape: [4, 1], data: base64(four).slice(0, -4) },
      'base64 of 16 bytes (4 x float32)',
      '20 characters',
    ],
    [
      { dtype: 'float32', shape: [4, 1], data: `!${base64(four).slice(1)}` },
      'base64 of 16 bytes (4 x float32)',
      'something else',
    ],
    [
      { dtype: 'float32', shape: [4, 1], data: `====${base64(four).slice(4)}` },
      'base64 of 16 bytes (4 x float32)',
      'something else',
    ],
    [
      // One character is none of base64, and one more than there need be stands for it.
      { dtype: 'float32', shape: [1, 1], data: 'AAA!AAA=' },
      'base64 of 4 bytes (1 x float32)',
      '8 characters',
    ],
    [{ dtype: 'float32', shape: [4, 1], data: new Uint8Array(15) }, '16 bytes (4 x float32)', '15'],
    [{ dtype: 'float32', shape: [3, 1], data: four }, '3 numbers as `data`', '4'],
    [{ dtype: 'float32', shape: [3, 1], data: [1, 2] }, '3 numbers as `data`', '2'],
    [{ dtype: 'float32', shape: [2, 1], data: [1, 'x'] }, 'numbers as `data`', '"x" at 1'],
    [
      { dtype: 'float32', shape: [4, 1], data: Float64Array.from(four) },
      'base64, a typed array of float32 or an array of numbers as `data`',
      'an object',
    ],
  ])('%o', (input, expected, received) => {
    expect(tokensFrom(input, OWNER)).toEqual({
      _tag: 'Left',
      left: { _tag: 'InvalidInput', ...OWNER, expected, received },
    })
  })
})
