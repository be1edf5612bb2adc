import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchingBlocks, sequenceMatcherRatio } from '../../../src/accuracy/index.js'

type Block = readonly [number, number, number]

/** Elements that start no block: in a b of 200 elements or more, those above 1 % of it plus one. */
const popularOf = (b: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(b.length < 200 ? [] : b.filter((x) => b.filter((y) => y === x).length > Math.floor(b.length / 100) + 1))

/**
 * Ratcliff and Obershelp by the definition: the longest block of unpopular elements (the first in a, then the first in b), grown
 * over equal neighbours, then the same left and right of it.
 */
const blocksOf = (a: ReadonlyArray<string>, b: ReadonlyArray<string>, popular: ReadonlySet<string>): Array<Block> => {
  const search = (aLow: number, aHigh: number, bLow: number, bHigh: number): Array<Block> => {
    let [bestA, bestB, size] = [aLow, bLow, 0]
    for (let i = aLow; i < aHigh; i++) {
      for (let j = bLow; j < bHigh; j++) {
        let length = 0
        while (
          i + length < aHigh &&
          j + length < bHigh &&
          a[i + length] === b[j + length] &&
          !popular.has(b[j + length] ?? '')
        )
          length++
        if (length > size) [bestA, bestB, size] = [i, j, length]
      }
    }
    while (bestA > aLow && bestB > bLow && a[bestA - 1] === b[bestB - 1])
      [bestA, bestB, size] = [bestA - 1, bestB - 1, size + 1]
    while (bestA + size < aHigh && bestB + size < bHigh && a[bestA + size] === b[bestB + size]) size++
    if (size === 0) return []
    const left = search(aLow, bestA, bLow, bestB)
    return [...left, [bestA, bestB, size], ...search(bestA + size, aHigh, bestB + size, bHigh)]
  }
  return search(0, a.length, 0, b.length)
}

const alphabets = [
  ['a', 'b'],
  ['a', 'b', 'c', '😀', '\u0101'],
  ['a', '\ud83d', '\ude00', '😀', '😁'],
  [...'abcdefghijklmnop'],
]
const texts = (maxLength: number): fc.Arbitrary<readonly [string, string]> =>
  fc.constantFrom(...alphabets).chain((alphabet) => {
    const text = fc.string({ unit: fc.constantFrom(...alphabet), maxLength, size: 'max' })
    return fc.tuple(text, text)
  })

const check = ([a, b]: readonly [string, string]): void => {
  const [x, y] = [[...a], [...b]]
  for (const autojunk of [true, false]) {
    const blocks = blocksOf(x, y, autojunk ? popularOf(y) : new Set())
    const matches = blocks.reduce((sum, [, , size]) => sum + size, 0)
    const ratio = x.length + y.length === 0 ? 1 : (2 * matches) / (x.length + y.length)
    expect(sequenceMatcherRatio(a, b, { autojunk })).toBe(ratio)
    expect(matchingBlocks(a, b, { autojunk })).toEqual([...blocks, [x.length, y.length, 0]])
  }
}

describe('against the definition', () => {
  test('short texts of small alphabets', () => {
    fc.assert(fc.property(texts(30), check), { numRuns: 1000 })
  })

  test('texts up to 300 characters', () => {
    fc.assert(fc.property(texts(300), check), { numRuns: 40 })
  })

  test('texts with popular elements among rare ones', () => {
    const rare = fc.integer({ min: 0x4e00, max: 0x4e80 }).map((point) => String.fromCodePoint(point))
    const unit = fc.oneof({ arbitrary: rare, weight: 6 }, { arbitrary: fc.constantFrom('a', 'b'), weight: 1 })
    const text = fc.string({ unit, minLength: 190, maxLength: 260, size: 'max' })
    fc.assert(fc.property(fc.tuple(text, text), check), { numRuns: 40 })
  })
})

describe('laws', () => {
  test('in [0, 1]; 1 for a text and itself when none of it is popular', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (a, b) => {
          const ratio = sequenceMatcherRatio(a, b)
          expect(ratio).toBeGreaterThanOrEqual(0)
          expect(ratio).toBeLessThanOrEqual(1)
          expect(sequenceMatcherRatio(a, a)).toBe(1)
        },
      ),
    )
  })
})
