import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestMatches, type BestMatches } from '../../../src/text-image-matching/best-matches.js'
import { matrix } from '../../../src/text-image-matching/token-matrix.js'

type Rows = ReadonlyArray<ReadonlyArray<number>>

const numbers = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, 1, -1))
const rowsOf = (width: number): fc.Arbitrary<Rows> =>
  fc.array(fc.array(numbers, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 9 })
const pairs = fc.integer({ min: 1, max: 7 }).chain((width) => fc.tuple(rowsOf(width), rowsOf(width)))

const matched = (image: Rows, text: Rows): BestMatches => {
  const found = bestMatches(matrix(image), matrix(text))
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

/** The definition, in so many words. */
const byDefinition = (image: Rows, text: Rows): number => {
  const unit = (row: ReadonlyArray<number>): ReadonlyArray<number> =>
    row.map((value) => value / Math.max(Math.hypot(...row), 1e-12))
  const [i, t] = [image.map(unit), text.map(unit)]
  const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
    a.reduce((sum, value, k) => sum + value * b[k]!, 0)
  const half = (from: Rows, to: Rows): number =>
    from.reduce((sum, a) => sum + Math.max(...to.map((b) => dot(a, b))), 0) / from.length
  return (half(i, t) + half(t, i)) / 2
}

describe('matchTokens', () => {
  test('is its definition', () => {
    fc.assert(
      fc.property(pairs, ([image, text]) => {
        expect(Math.abs(matched(image, text).value - byDefinition(image, text))).toBeLessThan(1e-12)
      }),
    )
  })

  test('lies in [-1, 1], as its halves and all its cosines do', () => {
    fc.assert(
      fc.property(pairs, ([image, text]) => {
        const found = matched(image, text)
        const all = [found.value, found.imageToText, found.textToImage, ...found.image.cosine, ...found.text.cosine]
        expect(all.every((value) => value >= -1 && value <= 1)).toBe(true)
      }),
    )
  })

  test('does not tell image from text', () => {
    fc.assert(
      fc.property(pairs, ([image, text]) => {
        const [one, other] = [matched(image, text), matched(text, image)]
        expect(other).toMatchObject({ value: one.value, imageToText: one.textToImage, image: one.text })
      }),
    )
  })

  test('does not change when tokens change places, but for the order of sums', () => {
    fc.assert(
      fc.property(pairs, ([image, text]) => {
        const reversed = matched([...image].reverse(), [...text].reverse())
        expect(Math.abs(reversed.value - matched(image, text).value)).toBeLessThan(1e-12)
      }),
    )
  })

  test('does not change when a token is made longer by a power of two', () => {
    const large = pairs.filter((both) => both.flat(2).every((value) => value === 0 || Math.abs(value) > 1e-6))
    fc.assert(
      fc.property(large, fc.integer({ min: 0, max: 900 }), ([image, text], power) => {
        const longer = image.map((row) => row.map((value) => value * 2 ** power))
        expect(matched(longer, text)).toEqual(matched(image, text))
      }),
    )
  })

  test('is exactly 1 for a set of tokens, none of them zero, with itself', () => {
    const nonZero = fc
      .integer({ min: 1, max: 7 })
      .chain(rowsOf)
      .filter((rows) => rows.every((row) => Math.hypot(...row) > 1e-6))
    fc.assert(
      fc.property(nonZero, (rows) => {
        expect(matched(rows, rows).value).toBe(1)
      }),
    )
  })
})
