import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSpace, splitWords, strip, stripEnd } from '../../../src/text/whitespace.js'

/** `[c for c in map(chr, range(0x110000)) if c.isspace()]` in Python 3.11. */
const PYTHON = [
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
  0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]

const units = Array.from({ length: 0x10000 }, (_, unit) => unit)

describe('isSpace', () => {
  test("is Python's set, over the whole basic plane", () => {
    expect(units.filter(isSpace)).toEqual(PYTHON)
  })

  test("differs from JavaScript's set by U+FEFF, U+001C to U+001F and U+0085", () => {
    const differs = units.filter((unit) => isSpace(unit) !== /\s/.test(String.fromCharCode(unit)))
    expect(differs).toEqual([0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0xfeff])
  })

  test('past the end of a text there is none', () => {
    expect(isSpace(''.charCodeAt(0))).toBe(false)
  })
})

describe('strip', () => {
  test.each([
    ['', ''],
    [' ', ''],
    ['a', 'a'],
    [' a', 'a'],
    ['a ', 'a'],
    ['\u001c a b\u0085', 'a b'],
    ['\ufeffa\ufeff', '\ufeffa\ufeff'],
  ])('%j becomes %j', (text, expected) => {
    expect(strip(text)).toBe(expected)
  })

  test.each([1, 63, 64, 65, 200])('%i of white space at one end, at both, and nothing else', (count) => {
    const wide = '\u3000'.repeat(count)
    const narrow = ' '.repeat(count)
    expect(strip(`${wide}a b`)).toBe('a b')
    expect(strip(`a b${narrow}`)).toBe('a b')
    expect(strip(`${narrow}a b${wide}`)).toBe('a b')
    expect(strip(wide)).toBe('')
    expect(strip(narrow + wide)).toBe('')
  })
})

describe('stripEnd', () => {
  test.each([
    ['', '.', ''],
    ['.', '.', ''],
    ['a.', '.', 'a'],
    ['a.b', '.', 'a.b'],
    ['.a', '.', '.a'],
    ['a!?., ', '.,!?', 'a!?., '],
    ['a!?.,', '.,!?', 'a'],
    ['a.', '', 'a.'],
  ])('%j without %j is %j', (text, characters, expected) => {
    expect(stripEnd(text, characters)).toBe(expected)
  })

  test.each([63, 64, 65, 200])('%i of them', (count) => {
    expect(stripEnd(`.a${'.,'.repeat(count)}`, '.,')).toBe('.a')
    expect(stripEnd(`a${'.'.repeat(count)}`, '.')).toBe('a')
    expect(stripEnd('.'.repeat(count), '.')).toBe('')
  })
})

describe('splitWords', () => {
  test.each([
    ['', []],
    [' \n', []],
    ['a', ['a']],
    [' a  b\u001fc ', ['a', 'b', 'c']],
    ['a\ufeffb', ['a\ufeffb']],
  ])('%j gives %j', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })
})

const texts = fc.string({
  unit: fc.constantFrom(' ', '\n', '\u3000', '\u0085', '.', ',', 'a', '\ufeff'),
  maxLength: 200,
})
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'

describe('against regular expressions', () => {
  test('strip, stripEnd and splitWords', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(strip(text)).toBe(text.replace(new RegExp(`^${SPACE}+`), '').replace(new RegExp(`${SPACE}+$`), ''))
        expect(stripEnd(text, ',.')).toBe(text.replace(/[.,]+$/, ''))
        expect(splitWords(text)).toEqual(text.split(new RegExp(`${SPACE}+`)).filter((word) => word !== ''))
      }),
      { numRuns: 1000 },
    )
  })
})
