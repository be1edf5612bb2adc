import { expect, test } from 'vitest'
import { wordClasses } from '../../../../src/spice/parser/word-class.js'

test.each([
  ['jumping', false, ['l ping', 'l ing', 'l ng', 'l g', 'l']],
  ['Jumping', true, ['C1 ping', 'C1 ing', 'C1 ng', 'C1 g', 'C1']],
  ['Rex', false, ['C ex', 'C x', 'C']],
  ['NASA', false, ['U asa', 'U sa', 'U a', 'U']],
  ['iPad', false, ['m pad', 'm ad', 'm d', 'm']],
  ['12:30', false, ['lD 2:30', 'lD :30', 'lD 30', 'lD 0', 'lD']],
  ['4x4', false, ['ld x4', 'ld 4', 'ld']],
  ['snow-capped', false, ['l- pped', 'l- ped', 'l- ed', 'l- d', 'l-']],
  ['?', false, ['lx']],
] as const)('%s (first: %s)', (word, first, classes) => {
  expect(wordClasses(word, first)).toEqual(classes)
})

test('a word of a megabyte is judged by its ends', () => {
  const began = performance.now()
  expect(wordClasses('a'.repeat(2 ** 20), false).at(-1)).toBe('l')
  expect(performance.now() - began).toBeLessThan(1000)
})
