import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { openTokenizer } from '../../../../../src/adapters/onnx/huggingface/tokenizer.js'
import { tinyTokenizer } from '../bert-fixture.js'
import { modelFolder, right } from './folder.js'

const folder = modelFolder({ 'tokenizer.json': tinyTokenizer })
const tokenizer = right(await openTokenizer(folder)())

/** Any UTF-16 units: halves of pairs, too, and words the vocabulary has. */
const text = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom('man ', 'dog', ' red', '[SEP]', '𠀀', 'Σ'),
    ),
  )
  .map((parts) => parts.join(''))

it('any text is tokens of the vocabulary, as many as are allowed', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 12 }), (read, most) => {
      const ids = right(tokenizer.encode(read, most))
      expect(ids.length).toBeLessThanOrEqual(most)
      expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id <= tokenizer.largestId)).toBe(true)
      expect([ids[0], ids.at(-1)]).toEqual([2, 3])
    }),
  )
})

it('a limit leaves the beginning as it is', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 12 }), (read, most) => {
      const all = right(tokenizer.encode(read))
      const cut = right(tokenizer.encode(read, most))
      expect(cut).toEqual(all.length <= most ? all : [...all.slice(0, most - 1), 3])
    }),
  )
})

it('any numbers are a text', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: -2, max: 20 }), fc.double())), (ids) => {
      const said = right(tokenizer.decode(ids, { skipSpecialTokens: true, cleanUpSpaces: true }))
      expect(said).not.toMatch(/\[SEP\]|undefined|null/)
    }),
  )
})
