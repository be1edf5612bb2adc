import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sequenceMatcherRatio, softJaccard } from '../../../src/accuracy/index.js'
import { splitWords } from '../../../src/text/whitespace.js'

describe('softJaccard', () => {
  test.each([
    ['', '', 0],
    ['', 'a', 0],
    ['a', '', 0],
    [' \n', ' ', 0],
    ['a', 'a', 1],
    ['Red CAR', 'red car', 1],
    ['red red car', 'car red', 1],
    ['red', 'red car', 0.5],
    ['red car', 'red', 0.5],
    ['red car', 'blue bus', 0],
    ['a b c', 'b c d', 0.5],
    ['red\u001fcar', 'red\u3000car', 1],
    ['red\ufeffcar', 'red car', 0],
  ])('of %j and %j is %d', (a, b, value) => {
    expect(softJaccard(a, b)).toBe(value)
  })

  test('words that are similar enough match in part', () => {
    // 'word' and 'world': 2 x 4 / 9; union 2 + 2 - (1 + 8/9).
    expect(softJaccard('hello word', 'hello world')).toBeCloseTo((1 + 8 / 9) / (4 - (1 + 8 / 9)), 15)
    // 'abcd' and 'abcx': 2 x 3 / 8 = 0.75 is below 0.8.
    expect(softJaccard('abcd', 'abcx')).toBe(0)
    expect(softJaccard('abcd', 'abcx', { threshold: 0.75 })).toBeCloseTo(0.75 / 1.25, 15)
    expect(softJaccard('abcd', 'abcx', { threshold: 0.7500001 })).toBe(0)
    // 'abcde' and 'abcdx': exactly 0.8 reaches the threshold.
    expect(softJaccard('abcde', 'abcdx')).toBeCloseTo(0.8 / 1.2, 15)
  })

  test('a word is taken once: of two that are like it, the first in order takes it', () => {
    const one = 8 / 9
    expect(softJaccard('word worl', 'world')).toBeCloseTo(one / (3 - one), 15)
    // 'worl' takes the most similar word, and of equals the first; the other stays for the next.
    expect(softJaccard('abcdx abcdy', 'abcde abcdf')).toBeCloseTo(1.6 / 2.4, 15)
    expect(softJaccard('abcdef', 'abcdxx abcdey', { threshold: 0.5 })).toBeCloseTo(10 / 12 / (3 - 10 / 12), 15)
  })

  test('a word that both have is not given to a similar one', () => {
    expect(softJaccard('world word', 'world')).toBe(0.5)
    expect(softJaccard('world', 'word world')).toBe(0.5)
  })

  test('threshold 0 matches whatever has anything in common, threshold 1 equals only', () => {
    expect(softJaccard('ab', 'bc', { threshold: 0 })).toBeCloseTo(0.5 / 1.5, 15)
    expect(softJaccard('ab', 'cd', { threshold: 0 })).toBe(0)
    expect(softJaccard('word', 'world', { threshold: 1 })).toBe(0)
    expect(softJaccard('word', 'word', { threshold: 1 })).toBe(1)
  })

  test('letters are counted in code points', () => {
    expect(softJaccard('😀😀😀😀a', '😀😀😀😀b')).toBeCloseTo(0.8 / 1.2, 15)
    expect(softJaccard('😀a', '😁a')).toBe(0)
  })
})

/** The definition, over sets in order of appearance. */
const naive = (a: string, b: string, threshold: number): number => {
  const left = [...new Set(splitWords(a.toLowerCase()))]
  const right = [...new Set(splitWords(b.toLowerCase()))]
  const unused = right.filter((word) => !left.includes(word))
  let intersection = right.length - unused.length
  for (const word of left.filter((each) => !right.includes(each))) {
    const ratios = unused.map((other) => sequenceMatcherRatio(word, other))
    const best = Math.max(0, ...ratios)
    if (best === 0 || best < threshold) continue
    unused.splice(ratios.indexOf(best), 1)
    intersection += best
  }
  const union = left.length + right.length - intersection
  return union === 0 ? 0 : intersection / union
}

describe('laws', () => {
  const phrase = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', ' ', ' ', '😀', '\ud800', 'é'), maxLength: 40 })
  const threshold = fc.constantFrom(0, 0.3, 0.5, 2 / 3, 0.75, 0.8, 1)

  test('is what the definition gives, to the last bit, and in [0, 1]', () => {
    fc.assert(
      fc.property(phrase, phrase, threshold, (a, b, t) => {
        const value = softJaccard(a, b, { threshold: t })
        expect(value).toBe(naive(a, b, t))
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
      }),
      { numRuns: 3000 },
    )
  })

  test('a phrase with a word is 1 with itself, in any order of its words', () => {
    fc.assert(
      fc.property(phrase, (text) => {
        const words = splitWords(text)
        expect(softJaccard(text, [...words].reverse().join(' '))).toBe(words.length === 0 ? 0 : 1)
      }),
    )
  })
})
