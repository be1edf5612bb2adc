import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokenise } from '../../../../src/spice/tokens/tokenise.js'

/** Texts full of what the rules look at. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...`aB1 '"’.,-/&@#$%:;!?()[]{}<>_*=+~^|\\\n\u00a0\u00ad\ud83d`),
      fc.constantFrom('Inc.', 'U.S.', 'http://', 'www.', "n't", '1/2', '555', '&amp;', 'jpg', 'can', 'not', '🐱', '中'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

/** 128 KiB of one pattern. */
const SIZE = 2 ** 17
const PATTERNS = [
  'a',
  '1',
  'a,',
  'a.',
  "a'",
  '(',
  '<!a',
  '<a b="',
  'a@',
  '@.',
  'Inc. ',
  '"',
  '.',
  'a_a.',
  '\ud800',
  ' ',
]

/** Far above what linear time needs, far below what quadratic time does. */
const TIMEOUT_MS = 5_000

describe('tokenise', () => {
  test('tokens stand in order within the text and none is empty', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        let last = 0
        for (const { word, begin, length } of tokenise(text).flat()) {
          expect(word).not.toBe('')
          expect(length).toBeGreaterThan(0)
          expect(begin).toBeGreaterThanOrEqual(last)
          last = begin + length
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  test('no sentence is empty', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const sentence of tokenise(text)) expect(sentence).not.toHaveLength(0)
      }),
    )
  })

  test('no token has white space in it but no-break spaces', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const { word } of tokenise(text).flat()) expect(word).not.toMatch(/[ \t\n\r]/)
      }),
    )
  })

  test.each(PATTERNS)(
    '128 KiB of %j take linear time',
    (pattern) => {
      const text = pattern.repeat(SIZE / pattern.length)
      expect(() => tokenise(text)).not.toThrow()
    },
    TIMEOUT_MS,
  )
})
