import { expect, test } from 'vitest'
import { recent } from '../../../../src/spice/lexicon/recent.js'

test('the last questions are remembered, and what was asked for again counts as a last one', () => {
  const memory = recent<number>(2)
  for (const [i, question] of ['a', 'b', 'c'].entries()) memory.set(question, i)
  expect(memory.get('a')).toBe(0)
  for (const question of ['d', 'e']) memory.set(question, 9)
  expect(['b', 'd', 'e', 'a'].map(memory.get)).toEqual([undefined, 9, 9, 0])
})

test('names of properties of objects are questions like others', () => {
  const memory = recent<number>(2)
  expect(memory.get('constructor')).toBeUndefined()
  memory.set('__proto__', 1)
  expect(memory.get('__proto__')).toBe(1)
})
