import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frontCode } from '../../../../scripts/compile-wordnet.js'
import { frontCoded } from '../../../../src/spice/lexicon/front-coded.js'

const units = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** Strings of few letters, some with a long common beginning: more than an entry can take over from the one before. */
const string = fc
  .tuple(
    fc.constantFrom('', 'ab', 'c'.repeat(40)),
    fc.string({ unit: fc.constantFrom('a', 'b', '_'), minLength: 1, maxLength: 6 }),
  )
  .map(([start, rest]) => start + rest)

const payload = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 12 })

test('every string of a table is found with its payload, and no other', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(string, payload), { selector: ([text]) => text, maxLength: 60 }),
      fc.array(string),
      (rows, others) => {
        const { entries, blocks } = frontCode(new Map(rows))
        const table = frontCoded(Uint8Array.from(entries), Uint8Array.from(blocks))
        for (const [text, expected] of rows)
          expect([...(table.find(units(text), text.length) ?? [-1])]).toEqual(expected)
        const known = new Set(rows.map(([text]) => text))
        for (const other of ['', ...others])
          if (!known.has(other)) expect(table.find(units(other), other.length)).toBeUndefined()
      },
    ),
  )
})
