import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { score } from '../../../src/score.js'
import { overlong, overlongPunishment } from '../../../src/shaping/index.js'

describe('overlong', () => {
  test.each([
    [0, 0],
    [79, 0],
    [80, 0],
    [81, -0.05],
    [85, -0.25],
    [90, -0.5],
    [99, -0.95],
    [100, -1],
    [101, -1],
    [1e9, -1],
  ])('100 tokens at most, 20 of them the cache: %d tokens are worth %d', (length, value) => {
    expect(overlong(length, { maxCompletionLength: 100, cacheLength: 20 })).toBe(value)
  })

  test('without a cache the punishment is a step', () => {
    expect(overlong(100, { maxCompletionLength: 100, cacheLength: 0 })).toBe(0)
    expect(overlong(101, { maxCompletionLength: 100, cacheLength: 0 })).toBe(-1)
  })

  test('a cache above the maximum punishes even nothing', () => {
    expect(overlong(0, { maxCompletionLength: 20, cacheLength: 25 })).toBe(-0.2)
  })

  test('it lies in [-1, 0] and never grows with the length', () => {
    const lengths = fc.nat({ max: 300 })
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 200 }), fc.nat({ max: 200 }), (length, most, cacheLength) => {
        const options = { maxCompletionLength: most, cacheLength }
        const value = overlong(length, options)
        expect(value).toBeGreaterThanOrEqual(-1)
        expect(value).toBeLessThanOrEqual(0)
        expect(overlong(length + 1, options)).toBeLessThanOrEqual(value)
      }),
    )
  })
})

describe('overlongPunishment', () => {
  const reward = overlongPunishment({ maxCompletionLength: 4, cacheLength: 2 })

  test('name, range, fields', () => {
    expect(reward.meta).toEqual({
      name: 'overlong',
      range: { min: -1, max: 0 },
      deterministic: true,
      fields: ['completionIds'],
    })
  })

  test('the tokens are counted, whatever they are', async () => {
    expect(
      await score(reward, [
        { completionIds: [] },
        { completionIds: [7, 7, 7] },
        { completionIds: new Int32Array(4) },
        { completionIds: [1, 2, 3, 4, 5] },
      ]),
    ).toEqual([
      { _tag: 'Scored', value: 0, detail: { length: 0 } },
      { _tag: 'Scored', value: -0.5, detail: { length: 3 } },
      { _tag: 'Scored', value: -1, detail: { length: 4 } },
      { _tag: 'Scored', value: -1, detail: { length: 5 } },
    ])
  })

  test('a cache of 0 and a maximum of 1 are allowed', async () => {
    const step = overlongPunishment({ maxCompletionLength: 1, cacheLength: 0 })
    expect(await score(step, [{ completionIds: [1] }, { completionIds: [1, 2] }])).toMatchObject([
      { _tag: 'Scored', value: 0 },
      { _tag: 'Scored', value: -1 },
    ])
  })

  test.each([
    ['maxCompletionLength', 0, 0, 'a positive integer', '0'],
    ['maxCompletionLength', -1, 0, 'a positive integer', '-1'],
    ['maxCompletionLength', 1.5, 0, 'a positive integer', '1.5'],
    ['maxCompletionLength', NaN, 0, 'a positive integer', 'NaN'],
    ['maxCompletionLength', undefined, 0, 'a positive integer', 'nothing'],
    ['cacheLength', 1, -1, 'an integer, at least 0', '-1'],
    ['cacheLength', 1, 0.5, 'an integer, at least 0', '0.5'],
    ['cacheLength', 1, Infinity, 'an integer, at least 0', 'Infinity'],
    ['cacheLength', 1, undefined, 'an integer, at least 0', 'nothing'],
  ])(
    '%s out of its domain is refused: %s, %s',
    async (option, maxCompletionLength, cacheLength, expected, received) => {
      const refused = overlongPunishment({ maxCompletionLength, cacheLength } as any)
      expect(refused.meta.name).toBe('overlong')
      await expect(score(refused, [{ completionIds: [] }])).rejects.toMatchObject({
        error: { _tag: 'InvalidOption', reward: 'overlong', option, expected, received },
      })
    },
  )
})
