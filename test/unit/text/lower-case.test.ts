import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lowerCase } from '../../../src/text/lower-case.js'

describe('lowerCase', () => {
  test('is the lower case of every code point, alone, beside a lone surrogate and beside a pair', () => {
    const wrong: Array<number> = []
    for (let point = 0; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point)
      for (const text of [character, `\ud800${character}`, `${character}\udfff`, `😀${character}`])
        if (lowerCase(text) !== text.toLowerCase()) wrong.push(point)
    }
    expect(wrong).toEqual([])
  })

  test('no code point gets shorter: a text longer than another stays longer', () => {
    const shorter: Array<number> = []
    for (let point = 0; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point)
      if (character.toLowerCase().length < character.length) shorter.push(point)
    }
    expect(shorter).toEqual([])
  })

  test('of random texts', () => {
    const units = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('Σ', 'İ', 'A', ' ', '😀', '\ud801', '\udc00'),
    )
    fc.assert(
      fc.property(fc.array(units, { maxLength: 30 }), (parts) => {
        const text = parts.join('')
        expect(lowerCase(text)).toBe(text.toLowerCase())
      }),
      { numRuns: 3000 },
    )
  })
})
