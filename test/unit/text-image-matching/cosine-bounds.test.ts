import { describe, expect, test } from 'vitest'
import { bestMatches } from '../../../src/text-image-matching/best-matches.js'
import { matrix } from '../../../src/text-image-matching/token-matrix.js'

// A row and 3 times it. Their product over the root of the product of squares is 1.0000000000000002 in float64.
const ROW = [0.1, 0.5]
const THRICE = [0.30000000000000004, 1.5]
const raw =
  (0.1 * 0.30000000000000004 + 0.5 * 1.5) / Math.sqrt((0.1 ** 2 + 0.5 ** 2) * (0.30000000000000004 ** 2 + 1.5 ** 2))

describe('a cosine that rounds beyond its range', () => {
  test.each([
    ['above 1 it is 1', THRICE, 1],
    ['below -1 it is -1', THRICE.map((value) => -value), -1],
  ])('%s', (_, other, cosine) => {
    expect(raw).toBeGreaterThan(1)
    const found = bestMatches(matrix([ROW]), matrix([other]))
    expect(found).toMatchObject({
      right: {
        value: cosine,
        imageToText: cosine,
        textToImage: cosine,
        image: { cosine: Float64Array.of(cosine) },
        text: { cosine: Float64Array.of(cosine) },
      },
    })
  })

  test('does not outdo an equal match that comes first', () => {
    expect(bestMatches(matrix([ROW]), matrix([ROW, THRICE]))).toMatchObject({
      right: { image: { match: Int32Array.of(0), cosine: Float64Array.of(1) } },
    })
  })
})
