import { describe, expect, test } from 'vitest'
import { stemWords } from '../../../src/accuracy/stem-words.js'

describe('stemWords', () => {
  test.each([
    ['', ''],
    ['  ', ''],
    ['Dogs', 'dog'],
    [' Dogs\tplaying\u3000caresses ', 'dog plai caress'],
    ['ponies relational hopping', 'poni relat hop'],
  ])('%j becomes %j', (text, stems) => {
    expect(stemWords(text)).toBe(stems)
  })

  test('a word of 40 characters is stemmed, one of 41 is not', () => {
    const word = (length: number): string => `${'b'.repeat(length - 4)}DOGS`
    expect(stemWords(word(40))).toBe(word(39).toLowerCase().replace('bdogs', 'bbdog').slice(0, 39))
    expect(stemWords(word(41))).toBe(word(41).toLowerCase())
  })

  test('a phrase of 4,096 characters is stemmed, a longer one stays as it is', () => {
    const phrase = 'Dogs '.repeat(819)
    expect(stemWords(`${phrase}X`)).toBe(`${'dog '.repeat(819)}x`)
    expect(stemWords(`${phrase}XY`)).toBe(`${phrase}XY`)
  })
})
