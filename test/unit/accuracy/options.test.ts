import { describe, expect, test } from 'vitest'
import { readOptions } from '../../../src/accuracy/index.js'
import { indexOfLetter, letterOf } from '../../../src/accuracy/options.js'

describe('letters', () => {
  test('A to Z and a to z are 0 to 25, and back', () => {
    for (let i = 0; i < 26; i++) {
      expect(letterOf(i)).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt(i))
      expect(indexOfLetter(letterOf(i))).toBe(i)
      expect(indexOfLetter(letterOf(i).toLowerCase())).toBe(i)
    }
  })

  test.each(['', '@', '[', '`', '{', '1', '!', 'AB', 'é', 'Ａ', '\u0141', ' '])('%j is none', (letter) => {
    expect(indexOfLetter(letter)).toBe(-1)
  })
})

describe('options in an array', () => {
  const many = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, i) => `option ${i}`)

  test.each([
    [
      [' red ', 'blue\n'],
      ['red', 'blue'],
    ],
    [
      ['A. red', 'B. blue'],
      ['red', 'blue'],
    ],
    [
      ['(a) red', '[b] blue'],
      ['red', 'blue'],
    ],
    [
      ['A) red', 'B: blue', ' C.green'],
      ['red', 'blue', 'green'],
    ],
    [
      ['A. red', 'C. blue'],
      ['A. red', 'C. blue'],
    ],
    [
      ['A. red', 'blue'],
      ['A. red', 'blue'],
    ],
    [
      ['B. red', 'A. blue'],
      ['B. red', 'A. blue'],
    ],
    [
      ['A.', 'B.'],
      ['', ''],
    ],
    [
      ['A', 'B'],
      ['A', 'B'],
    ],
    [
      ['(A red', '[B) blue'],
      ['(A red', '[B) blue'],
    ],
    [['one'], ['one']],
    [[''], ['']],
  ])('%j: %j', (options, texts) => {
    expect(readOptions(options)).toEqual(texts)
  })

  test('there are as many as letters', () => {
    expect(readOptions([])).toBe(undefined)
    expect(readOptions(many(26))).toEqual(many(26))
    expect(readOptions(many(27))).toBe(undefined)
  })
})

describe('options by letter', () => {
  test.each([
    [{ A: ' red ', B: 'blue' }, ['red', 'blue']],
    [{ b: 'blue', a: 'red' }, ['red', 'blue']],
    [{ B: 'blue', A: 'red', C: 'C. x' }, ['red', 'blue', 'C. x']],
    [{ A: 'red' }, ['red']],
    [{}, undefined],
    [{ B: 'blue' }, undefined],
    [{ A: 'red', C: 'green' }, undefined],
    [{ A: 'red', a: 'blue' }, undefined],
    [{ 1: 'red', 2: 'blue' }, undefined],
    [{ A: 'red', x1: 'blue' }, undefined],
  ])('%j: %j', (options, texts) => {
    expect(readOptions(options as Record<string, string>)).toEqual(texts)
  })
})

describe('options in a question', () => {
  test.each([
    ['Which?\nA. red\nB. blue', ['red', 'blue']],
    ['Which?\nA) red\nB) blue\nC) green', ['red', 'blue', 'green']],
    ['Which?\n(A) red\n(B) blue', ['red', 'blue']],
    ['Which?\n[a] red\r\n[b] blue', ['red', 'blue']],
    ['Which?\r\n  A: red\r\n\tB: blue', ['red', 'blue']],
    ['A. red\nB. blue', ['red', 'blue']],
    ['Which?\nA.red\nB.blue', ['red', 'blue']],
    ['Which?\nA.\nred\nB.\nblue', ['red', 'blue']],
    ['Which? A. red B. blue C. green', ['red', 'blue', 'green']],
    ['Which? (A) red (B) blue', ['red', 'blue']],
    ['Which? A) red, B) blue', ['red,', 'blue']],
    ['Is (B) so? A. red\nA. x\nB. y', ['x', 'y']],
    ['Which?\nA. red', undefined],
    ['Which?', undefined],
    ['', undefined],
    ['Which?\nB. blue\nC. green', undefined],
    ['Which?\nA. red\nC. green', undefined],
    ['Which?\nA. red\nC. x\nB. blue', ['red\nC. x', 'blue']],
    ['Which? xA. red xB. blue', undefined],
    ['Which?\n- A. red\n- B. blue', ['red\n-', 'blue']],
    ['Which?\nA - red\nB - blue', undefined],
    [`Which?\n${' '.repeat(15)}A. red\n${' '.repeat(15)}B. blue. A. B. C. x`, ['red', 'blue. A. B. C. x']],
  ])('%j: %j', (question, texts) => {
    expect(readOptions(question)).toEqual(texts)
  })

  test('indents up to 15 spaces begin a line; behind a deeper one, words are looked at', () => {
    const at = (depth: number): string => `x\n${' '.repeat(depth)}A. red B. no\n${' '.repeat(depth)}B. blue`
    expect(readOptions(at(15))).toEqual(['red B. no', 'blue'])
    expect(readOptions(at(16))).toEqual(['red', 'no\n                B. blue'])
  })

  test('at most 26 are read', () => {
    const lines = Array.from({ length: 26 }, (_, i) => `${letterOf(i)}. x${i}`)
    const texts = readOptions([...lines, '[. y'].join('\n'))
    expect(texts).toHaveLength(26)
    expect(texts?.[25]).toBe('x25\n[. y')
  })
})
