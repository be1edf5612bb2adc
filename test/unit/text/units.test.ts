import { describe, expect, test } from 'vitest'
import { toUnits } from '../../../src/text/units.js'

const mixed = (length: number): string =>
  Array.from({ length }, (_, i) =>
    String.fromCharCode([0x61, 0x00, 0xd800, 0xdfff, 0x3000, 0xff, 0xffff][i % 7] ?? 0),
  ).join('')

describe('toUnits', () => {
  test.each([0, 1, 63, 64, 65, 66, 1000])('%i units, lone surrogates and NUL among them', (length) => {
    const text = mixed(length)
    expect([...toUnits(text)]).toEqual(Array.from({ length }, (_, i) => text.charCodeAt(i)))
  })

  test.each([3, 100])('%i units of narrow text', (length) => {
    expect([...toUnits('ab'.repeat(length))].map((unit) => String.fromCharCode(unit)).join('')).toBe(
      'ab'.repeat(length),
    )
  })

  test('a text that fits goes to the start of the scratch, one that does not gets memory of its own', () => {
    const scratch = new Uint16Array(100).fill(7)
    expect(toUnits('ab', scratch)).toBe(scratch)
    expect([...scratch.slice(0, 3)]).toEqual([0x61, 0x62, 7])
    expect(toUnits('x'.repeat(100), scratch)).toBe(scratch)
    expect(scratch.every((unit) => unit === 0x78)).toBe(true)
    const own = toUnits('y'.repeat(101), scratch)
    expect(own).not.toBe(scratch)
    expect(own).toHaveLength(101)
    expect(scratch.every((unit) => unit === 0x78)).toBe(true)
  })
})
