import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { bestMatches } from '../../../src/text-image-matching/best-matches.js'
import { matchTokens } from '../../../src/text-image-matching/match-tokens.js'
import { matrix, type TokenMatrix } from '../../../src/text-image-matching/token-matrix.js'

const value = (image: TokenMatrix, text: TokenMatrix, options = {}): number => {
  const found = matchTokens(image, text, options)
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

const floats = (shape: readonly [number, number], ...data: Array<number>): TokenMatrix => ({
  shape,
  data: Float32Array.from(data),
})

describe('values worked by hand', () => {
  test('two axes against one of them: (1 + 0) / 2 for the image, 1 for the text', () => {
    expect(matchTokens(matrix([[1, 0], [0, 1]]), matrix([[1, 0]]))).toEqual(right(0.75)) // prettier-ignore
  })

  test('one token against one: their cosine', () => {
    expect(value(matrix([[3, 4]]), matrix([[4, 3]]))).toBe(24 / 25)
    expect(value(matrix([[3, 4]]), matrix([[-3, -4]]))).toBe(-1)
  })

  test('rows of numbers and the same in float32 are the same', () => {
    expect(value(floats([2, 2], 3, 4, 4, 3), floats([1, 2], 3, 4))).toBe(
      value(matrix([[3, 4], [4, 3]]), matrix([[3, 4]])), // prettier-ignore
    )
  })

  test('a set with itself is exactly 1, in odd widths, too', () => {
    for (const width of [1, 2, 3, 5, 7, 64]) {
      const rows = Array.from({ length: 6 }, (_, i) => Array.from({ length: width }, (_, k) => Math.sin(1 + i * 7 + k)))
      expect(value(matrix(rows), matrix(rows))).toBe(1)
    }
  })

  test('an axis of length 1 in front, as of a batch of one, is left out', () => {
    const batched = { shape: [1, 2, 2], data: Float64Array.of(1, 0, 0, 1) } as unknown as TokenMatrix
    expect(value(batched, matrix([[1, 0]]))).toBe(0.75)
  })
})

describe('rows at the edge', () => {
  test('a row of zeros has similarity 0, on either side', () => {
    expect(value(matrix([[0, 0], [1, 0]]), matrix([[1, 0]]))).toBe(0.75) // prettier-ignore
    expect(value(matrix([[1, 0]]), matrix([[0, 0]]))).toBe(0)
  })

  test('0 is better than a negative cosine: it is the best match then', () => {
    expect(
      bestMatches(
        matrix([[1, 0]]),
        matrix([
          [-1, 0],
          [0, 0],
        ]),
      ),
    ).toMatchObject({
      // prettier-ignore
      right: { image: { match: Int32Array.of(1), cosine: Float64Array.of(0) } },
    })
  })

  test('a row shorter than 1e-12 is divided by 1e-12', () => {
    expect(value(matrix([[0.5e-12, 0]]), matrix([[1, 0]]))).toBeCloseTo(0.5, 12)
    expect(value(matrix([[2e-12, 0]]), matrix([[1, 0]]))).toBe(1)
  })

  test('1e18 in float32, where squares overflow in that dtype, has the value of the formula', () => {
    expect(value(floats([1, 2], 3e18, 4e18), floats([1, 2], 4e18, 3e18))).toBeCloseTo(24 / 25, 6)
    expect(value(floats([1, 2], 3e38, 0), floats([1, 2], 3e38, 3e38))).toBeCloseTo(Math.SQRT1_2, 12)
  })

  test.each([1e200, 1e308, 2 ** 1023])('%d in float64, where sums of squares overflow', (huge) => {
    expect(value(matrix([[huge, huge]]), matrix([[huge, 0], [0, 1]]))).toBeCloseTo(Math.SQRT1_2, 12) // prettier-ignore
    expect(value(matrix([[huge, 0], [0, 1]]), matrix([[1, 0], [0, 1e-3]]))).toBe(1) // prettier-ignore
  })

  test('tokens are not written to, also where they have to be made smaller', () => {
    const image = matrix([[1e300, 1e299]])
    value(image, matrix([[1, 0]]))
    expect(image).toEqual(matrix([[1e300, 1e299]]))
  })
})

describe('masks', () => {
  const image = matrix([[1, 0], [0, 1], [-1, 0]]) // prettier-ignore
  const text = matrix([[9, 9], [1, 0], [0, -1]]) // prettier-ignore

  test.each([
    [[0, 1, 0]],
    [[false, true, false]],
    [Uint8Array.of(0, 1, 0)],
    [BigInt64Array.of(0n, 1n, 0n)],
    [Float32Array.of(0, 1, 0)],
  ])('%o keeps the second token', (textMask) => {
    expect(value(image, text, { textMask })).toBe(value(image, matrix([[1, 0]])))
  })

  test('on both sides; matches are told by the rows of the matrices', () => {
    const found = bestMatches(image, text, { imageMask: [1, 0, 1], textMask: [0, 1, 1] })
    expect(found).toMatchObject({
      right: {
        image: { token: Int32Array.of(0, 2), match: Int32Array.of(1, 2), cosine: Float64Array.of(1, 0) },
        text: { token: Int32Array.of(1, 2), match: Int32Array.of(0, 0), cosine: Float64Array.of(1, 0) },
      },
    })
  })

  test('a NaN in a row that does not count is not looked at', () => {
    expect(value(image, matrix([[NaN, Infinity], [1, 0]]), { textMask: [0, 1] })).toBe(value(image, matrix([[1, 0]]))) // prettier-ignore
  })

  test('a mask of ones is none', () => {
    expect(value(image, text, { imageMask: [1, 1, 1], textMask: [1, 1, 1] })).toBe(value(image, text))
  })

  test.each([
    [[0, 0, 0], 'at least one token that counts', 'none'],
    [[1, 1], 'a mask of 3 tokens', 'one of 2'],
    [[1, 2, 0], '0 or 1 for every token', '2 at 1'],
    [[1, '1', 0], '0 or 1 for every token', '"1" at 1'],
    // eslint-disable-next-line no-sparse-arrays -- A hole is no flag.
    [[1, , 1], '0 or 1 for every token', 'nothing at 1'],
    ['111', 'an array of 0 and 1, {dtype, shape, data} or a tensor', '"111"'],
    [7, 'an array of 0 and 1, {dtype, shape, data} or a tensor', '7'],
  ])('%j is refused', (textMask, expected, received) => {
    expect(matchTokens(image, text, { textMask } as any)).toEqual({
      _tag: 'Left',
      left: { _tag: 'InvalidInput', reward: 'matchTokens', field: 'textMask', expected, received },
    })
  })
})

describe('what is no matrix', () => {
  const good = matrix([[1, 0]])

  test.each([
    [matrix([]), 'at least one token', 'the shape [0, 0]'],
    [matrix([[], []]), 'at least one token', 'the shape [2, 0]'],
    [matrix([[1, 2], [3], [4, 5, 6]]), '9 numbers for 3 x 3', '6'], // prettier-ignore
    [floats([2, 2], 1, 2, 3), '4 numbers for 2 x 2', '3'],
    [{ shape: [1.5, 2], data: Float32Array.of(1, 2, 3) }, 'a shape [tokens, width] of whole numbers', '[1.5, 2]'],
    [{ shape: [2], data: Float32Array.of(1, 2) }, 'a shape [tokens, width]', '[2]'],
    [{ shape: [2, 1, 1], data: Float32Array.of(1, 2) }, 'a shape [tokens, width]', '[2, 1, 1]'],
    [{ shape: '1x2', data: Float32Array.of(1, 2) }, 'a shape [tokens, width] of whole numbers', '"1x2"'],
    [{ shape: [1, 2], data: [1, 2] }, 'a matrix of a Float32Array or a Float64Array', 'an array of 2'],
    [[[1, 0], [1]], 'rows of 2 numbers', 'an array of 1 at 1'], // prettier-ignore
    [{ dtype: 'int8', shape: [1, 2], data: 'AQE=' }, 'a `dtype` of float32, float16, bfloat16, float64', '"int8"'],
    [null, 'an array of rows, {dtype, shape, data}, a matrix or a tensor', 'null'],
  ])('%o', (wrong, expected, received) => {
    const left = { _tag: 'InvalidInput', reward: 'matchTokens', expected, received }
    expect(matchTokens(wrong as any, good)).toEqual({ _tag: 'Left', left: { ...left, field: 'image' } })
    expect(matchTokens(good, wrong as any)).toEqual({ _tag: 'Left', left: { ...left, field: 'text' } })
  })

  test('rows of numbers, and bytes of another type, are one', () => {
    expect(matchTokens([[1, 0]], good)).toEqual(right(1))
    const bfloats = { dtype: 'bfloat16', shape: [2, 2], data: 'gD8AAAAAgD8=' }
    expect(matchTokens(bfloats, [Float32Array.of(2, 0)])).toEqual(right(0.75))
  })

  test('two widths', () => {
    expect(matchTokens(good, matrix([[1, 0, 0]]))).toMatchObject({
      left: { field: 'text', expected: 'tokens of width 2, as those of the image', received: 'width 3' },
    })
  })

  test.each([NaN, Infinity, -Infinity])('%d, wherever it stands', (odd) => {
    for (const data of [Float32Array.of(1, 2, 3, odd, 5, 6), Float64Array.of(1, 2, 3, 4, odd, 6)]) {
      const wrong = { shape: [2, 3], data } as const
      const left = { _tag: 'NonFinite', reward: 'matchTokens', value: odd }
      expect(matchTokens(wrong, matrix([[1, 2, 3]]))).toEqual({ _tag: 'Left', left })
      expect(matchTokens(matrix([[1, 2, 3]]), wrong)).toEqual({ _tag: 'Left', left })
    }
  })
})
