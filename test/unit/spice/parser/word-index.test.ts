import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordIndex } from '../../../../src/spice/parser/word-index.js'

const bytes = (names: ReadonlyArray<string>): Uint8Array =>
  new TextEncoder().encode(names.map((name) => `${name}\n`).join(''))

test('names are found by their place, those before the first excepted', () => {
  const names = ['a', 'ab', 'é', '', 'constructor', '\u0001The']
  expect(names.map(wordIndex(bytes(names), 0, 6))).toEqual([0, 1, 2, 3, 4, 5])
  const later = wordIndex(bytes(names), 2, 3)
  expect(['é', '', 'constructor'].map(later)).toEqual([2, 3, 4])
  expect(['a', 'ab', '\u0001The', 'zzz'].map(later)).toEqual([-1, -1, -1, -1])
})

test('a name too long to be there, or cut in the middle of a character, is not found', () => {
  const find = wordIndex(bytes(['a'.repeat(300), 'b']), 0, 2)
  expect(find('a'.repeat(300))).toBe(-1)
  expect(find('é'.repeat(200))).toBe(-1)
  expect(find('\ud800')).toBe(-1)
})

test('any distinct names are told apart', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\n'))
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 50 }), name, (names, other) => {
      const find = wordIndex(bytes(names), 0, names.length)
      for (const [i, one] of names.entries()) expect(find(one)).toBe(i)
      expect(find(other)).toBe(names.indexOf(other))
    }),
  )
})
