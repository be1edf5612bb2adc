import { describe, expect, it } from 'vitest'
import { nearest } from '../../../src/presets/nearest.js'
import { registry, toSample } from '../../../src/presets/index.js'
import { showPath } from '../../../src/presets/spec-error.js'

describe('nearest', () => {
  const ids = [...registry.keys()]

  it.each([
    ['formt', ['format']],
    ['FORMAT', ['format']],
    ['open_ended', ['open-ended']],
    ['lpip', ['lpips']],
    ['cycle', ['corl/cycle']],
  ])('%s looks like %j', (name, expected) => {
    expect(nearest(name, ids)).toEqual(expect.arrayContaining(expected))
    expect(nearest(name, ids)[0]).toBe(expected[0])
  })

  it.each(['', '---', 'zzzzzzzzzz', 'x'.repeat(100_000)])('nothing looks like %j', (name) => {
    expect(nearest(name, ids)).toEqual([])
  })

  it('gives three at most', () => {
    expect(nearest('aaa', ['aaa', 'aab', 'aba', 'baa', 'aaaa'])).toHaveLength(3)
  })
})

describe('toSample', () => {
  it('renames what is in snake_case, and nothing else', () => {
    const snake = { image_tokens: 1, text_tokens: 2, image_mask: 3, text_mask: 4, completion_ids: 5, my_field: 6 }
    const camel = { imageTokens: 1, textTokens: 2, imageMask: 3, textMask: 4, completionIds: 5, my_field: 6 }
    expect(toSample(snake)).toEqual(camel)
    expect(snake).toHaveProperty('image_tokens', 1)
  })

  it('camelCase wins, null too', () => {
    expect(toSample({ completion_ids: [1], completionIds: [2] })).toEqual({ completionIds: [2] })
    expect(toSample({ completion_ids: [1], completionIds: null })).toEqual({ completionIds: null })
  })

  it('leaves other samples alone', () => {
    const sample = { completion: 'x' }
    expect(toSample(sample)).toBe(sample)
    expect(toSample(Object.create({ completion_ids: [1] }))).toEqual({})
  })
})

describe('showPath', () => {
  it.each([
    [[], 'spec'],
    [['weightedSum', 1, 1, 'mcq', 'variant'], 'weightedSum[1][1].mcq.variant'],
    [['corl/cycle', 'net'], 'corl/cycle.net'],
    [['a b'], '["a b"]'],
    [['sum', 0, ''], 'sum[0][""]'],
    [['x'.repeat(1000)], '[a string of 1000 characters]'],
  ])('%j is %s', (path, text) => {
    expect(showPath(path)).toBe(text)
  })
})
