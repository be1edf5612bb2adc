import { describe, expect, test } from 'vitest'
import { failed, scored } from '../../../src/core/index.js'
import { withCompletion } from '../../../src/text/completion.js'

const missing = scored(0, { reason: 'nothing' })
const read = (sample: unknown): unknown =>
  withCompletion('r', sample as { completion: string }, missing, (text) => scored(1, { text }))

describe('withCompletion', () => {
  test('judges any string, the empty one too', () => {
    expect(read({ completion: '' })).toEqual(scored(1, { text: '' }))
    expect(read({ completion: 'a' })).toEqual(scored(1, { text: 'a' }))
  })

  test('null is answered by what stands for it', () => {
    expect(read({ completion: null })).toBe(missing)
  })

  test.each([{}, { completion: undefined }])('%j lacks the field', (sample) => {
    expect(read(sample)).toEqual(failed({ _tag: 'MissingField', reward: 'r', field: 'completion' }))
  })

  test.each([
    [5, '5'],
    [['a'], 'an array of 1'],
    [{ text: 'a' }, 'an object'],
    [false, 'false'],
  ])('a completion %j is told', (completion, received) => {
    const expected = 'a string or null'
    expect(read({ completion })).toEqual(
      failed({ _tag: 'InvalidInput', reward: 'r', field: 'completion', expected, received }),
    )
  })

  test.each([
    [null, 'null'],
    [undefined, 'nothing'],
    ['text', '"text"'],
    [5, '5'],
  ])('a sample %j is told', (sample, received) => {
    const expected = 'an object'
    expect(read(sample)).toEqual(failed({ _tag: 'InvalidInput', reward: 'r', field: 'sample', expected, received }))
  })
})
