import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WordTable } from '../../../src/text/word-table.js'
import { splitWords } from '../../../src/text/whitespace.js'

const wordsOf = (table: WordTable): ReadonlyArray<string> =>
  Array.from({ length: table.size }, (_, i) => table.wordAt(i))

const distinct = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, i) => `w${i.toString(36)}`)

const filled = (text: string): WordTable => {
  const table = new WordTable()
  table.fill(text)
  return table
}

describe('WordTable', () => {
  test.each([
    ['', []],
    [' \n\u3000', []],
    ['a', ['a']],
    [' b a b\u001fa c', ['b', 'a', 'c']],
    ['aa a aaa', ['aa', 'a', 'aaa']],
    ['ab ba', ['ab', 'ba']],
    ['\ud800 \udc00 😀', ['\ud800', '\udc00', '😀']],
  ])('the distinct words of %j, in order of appearance: %j', (text, words) => {
    const table = filled(text)
    expect(table.size).toBe(words.length)
    expect(wordsOf(table)).toEqual(words)
    expect(words.map((_, i) => table.lengthOf(i))).toEqual(words.map((word) => word.length))
  })

  test.each([15, 16, 17, 31, 33, 2047, 2049, 5000])('%i distinct words, each given twice', (count) => {
    const words = distinct(count)
    const table = filled([...words, ...words].join(' '))
    expect(wordsOf(table)).toEqual(words)
    const other = filled([...words].reverse().join('\n'))
    expect(words.map((_, i) => other.indexOf(table, i))).toEqual(words.map((_, i) => count - 1 - i))
  })

  test('words of another table: found by what they are, -1 where they are not', () => {
    const table = filled('red car')
    expect([0, 1, 2].map((word) => table.indexOf(filled('car red cars'), word))).toEqual([1, 0, -1])
    expect(filled('').indexOf(table, 0)).toBe(-1)
  })

  test('collisions of hashes are no equalities', () => {
    const words = distinct(40_000)
    const table = filled(words.join(' '))
    expect(table.size).toBe(40_000)
    expect(table.wordAt(39_999)).toBe(words[39_999])
  })

  test('a table is used again: nothing of the text before is left', () => {
    const table = filled(distinct(3000).join(' '))
    table.release()
    expect(table.size).toBe(0)
    expect(table.indexOf(filled('w1'), 0)).toBe(-1)
    table.fill('a b a')
    expect(wordsOf(table)).toEqual(['a', 'b'])
    table.fill('c')
    expect(wordsOf(table)).toEqual(['c'])
    expect(table.indexOf(filled('a'), 0)).toBe(-1)
    table.fill(distinct(100).join(' '))
    expect(wordsOf(table)).toEqual(distinct(100))
  })

  test.each([4095, 4096, 4097, 100_000])('a text of %i units, one word', (length) => {
    const text = 'x'.repeat(length)
    expect(wordsOf(filled(text))).toEqual([text])
    expect(filled(text).indexOf(filled(text), 0)).toBe(0)
  })

  test('gives the number of each word as it stands, and counts them all', () => {
    const table = new WordTable()
    const order = new Int32Array(5)
    expect(table.fill('b a b c', order)).toBe(4)
    expect([...order]).toEqual([0, 1, 0, 2, 0])
    expect(table.fill('a b ')).toBe(2)
    expect(table.fill('')).toBe(0)
  })

  test('is what a set of the words is', () => {
    const table = new WordTable()
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\u3000', '😀', '\ud800'), maxLength: 300 }),
        (text) => {
          const order = new Int32Array(text.length)
          const words = splitWords(text)
          expect(table.fill(text, order)).toBe(words.length)
          const set = [...new Set(words)]
          expect(wordsOf(table)).toEqual(set)
          expect([...order.slice(0, words.length)]).toEqual(words.map((word) => set.indexOf(word)))
          table.release()
        },
      ),
      { numRuns: 500 },
    )
  })

  test('more distinct words than a cache holds: told apart all the same, though not in order', () => {
    const words = distinct(400_000)
    const text = [...words, ...words.slice(0, 1000)].join(' ')
    const table = new WordTable()
    const order = new Int32Array(text.length)
    expect(table.fill(text, order)).toBe(401_000)
    expect([table.size, table.isInOrder]).toEqual([400_000, false])
    expect(new Set(wordsOf(table))).toEqual(new Set(words))
    expect(order.subarray(400_000, 401_000)).toEqual(order.subarray(0, 1000))
    expect([table.wordAt(order[7] as number), table.startOf(order[1] as number)]).toEqual([words[7], 3])
    const other = filled('w1 nowhere w2s')
    expect([0, 1, 2].map((word) => table.indexOf(other, word))).toEqual([order[1], -1, order[words.indexOf('w2s')]])
    table.release()
    table.fill('b a b')
    expect([wordsOf(table), table.isInOrder]).toEqual([['b', 'a'], true])
  })
})
