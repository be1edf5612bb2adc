import { describe, expect, test } from 'vitest'
import { matchingBlocks, sequenceMatcherRatio } from '../../../src/accuracy/index.js'

describe('sequenceMatcherRatio', () => {
  test.each([
    ['', '', 1],
    ['', 'a', 0],
    ['a', '', 0],
    ['a', 'a', 1],
    ['a', 'b', 0],
    ['ab', 'ba', 0.5],
    ['abcd', 'bcde', 0.75],
    ['tide', 'diet', 0.25],
    ['diet', 'tide', 0.5],
    ['😀', '😀', 1],
    ['😀', '😁', 0],
    ['😀a', '😁a', 0.5],
    ['\ud83d', '😀', 0],
    ['\ud83d', '\ud83d', 1],
    ['\ud83da', '\ud83da', 1],
    ['\ude00\ud83d', '\ud83d', 2 / 3],
    ['éa', 'aé', 0.5],
    ['漢字', '漢', 2 / 3],
    ['ÿĀ', 'ÿĀ', 1],
  ])('of %j and %j is %d', (a, b, ratio) => {
    expect(sequenceMatcherRatio(a, b)).toBe(ratio)
  })

  test('from 200 elements of b on, those that occur more often than 1 % and one start no block', () => {
    // 'a' occurs twice more than the limit of 3 in a text of 200; alone it starts no block.
    const filler = Array.from({ length: 250 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('')
    const b = (length: number, count: number): string => filler.slice(0, length - count) + 'a'.repeat(count)
    expect(sequenceMatcherRatio('a', b(199, 4))).toBe(2 / 200)
    expect(sequenceMatcherRatio('a', b(200, 3))).toBe(2 / 201)
    expect(sequenceMatcherRatio('a', b(200, 4))).toBe(0)
    expect(sequenceMatcherRatio('a', b(200, 4), { autojunk: true })).toBe(0)
    expect(sequenceMatcherRatio('a', b(200, 4), { autojunk: false })).toBe(2 / 201)
    // The length of a does not matter.
    expect(sequenceMatcherRatio(b(200, 4), 'a')).toBe(2 / 201)
    // Length is counted in code points.
    expect(sequenceMatcherRatio('a', `${'😀'.repeat(100)}aaaa`)).toBe(2 / 105)
    // Where both begin with one, it matches: the empty block there grows over it.
    expect(sequenceMatcherRatio('a', `a${b(199, 4)}`)).toBe(2 / 201)
  })

  test('popular elements prolong a block, to both sides', () => {
    const filler = Array.from({ length: 250 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('')
    expect(sequenceMatcherRatio('aaxaa', `aaaxaa${filler}`)).toBe(10 / 261)
    expect(sequenceMatcherRatio('aaxaa', `${filler}aaaa`)).toBe(0)
    expect(sequenceMatcherRatio('xa', `xb${filler}aaaaaaaaaa`)).toBe(2 / 264)
  })

  test('a wide element that is popular starts none either', () => {
    const filler = Array.from({ length: 250 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('')
    expect(sequenceMatcherRatio('é漢', `漢漢漢漢漢${filler}${'é'.repeat(9)}`)).toBe(0)
    expect(sequenceMatcherRatio('Āb', `${'Ā'.repeat(9)}b${filler}`)).toBe(4 / 262)
  })

  test('long texts, then short ones', () => {
    const long = 'xyz'.repeat(30_000)
    expect(sequenceMatcherRatio(`q${long}`, 'q')).toBe(2 / 90_002)
    expect(sequenceMatcherRatio('abcd', 'bcde')).toBe(0.75)
    expect(sequenceMatcherRatio('q', `${long}q`, { autojunk: false })).toBe(2 / 90_002)
    expect(sequenceMatcherRatio('tide', 'diet')).toBe(0.25)
  })
})

describe('matchingBlocks', () => {
  test.each([
    ['', '', [[0, 0, 0]]],
    ['a', '', [[1, 0, 0]]],
    ['', 'ab', [[0, 2, 0]]],
    [
      'abc',
      'abc',
      [
        [0, 0, 3],
        [3, 3, 0],
      ],
    ],
    [
      'qabxcd',
      'abycdf',
      [
        [1, 0, 2],
        [4, 3, 2],
        [6, 6, 0],
      ],
    ],
    [
      'aa',
      'a',
      [
        [0, 0, 1],
        [2, 1, 0],
      ],
    ],
    [
      'a',
      'aa',
      [
        [0, 0, 1],
        [1, 2, 0],
      ],
    ],
    [
      'xay',
      'paqa',
      [
        [1, 1, 1],
        [3, 4, 0],
      ],
    ],
    [
      'abab',
      'ab',
      [
        [0, 0, 2],
        [4, 2, 0],
      ],
    ],
    [
      'ab',
      'abab',
      [
        [0, 0, 2],
        [2, 4, 0],
      ],
    ],
    [
      '😀b',
      'b',
      [
        [1, 0, 1],
        [2, 1, 0],
      ],
    ],
    [
      'abxcd',
      'abcd',
      [
        [0, 0, 2],
        [3, 2, 2],
        [5, 4, 0],
      ],
    ],
  ])('of %j and %j: %j', (a, b, blocks) => {
    expect(matchingBlocks(a, b)).toEqual(blocks)
  })

  test('a block grows over popular neighbours: no two blocks touch', () => {
    const filler = Array.from({ length: 250 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('')
    const blocks = matchingBlocks('axa', `axa${filler}aaaa`)
    expect(blocks).toEqual([
      [0, 0, 3],
      [3, 257, 0],
    ])
    expect(matchingBlocks('a', `${filler}aaaa`)).toEqual([[1, 254, 0]])
    expect(matchingBlocks('a', `${filler}aaaa`, { autojunk: false })).toEqual([
      [0, 250, 1],
      [1, 254, 0],
    ])
  })
})
