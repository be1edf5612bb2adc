import { expect, test } from 'vitest'
import { hostileTexts } from '../../../bench/hostile-texts.js'
import { fromSpec, registry } from '../../../src/presets/index.js'
import { score } from '../../../src/score.js'

test.each(hostileTexts)('$name: of exactly the length asked for, the same each time', ({ make }) => {
  for (const length of [0, 1, 7, 1000, 4096]) expect(make(length)).toHaveLength(length)
  expect(make(1000)).toBe(make(1000))
})

test('ten kinds, all different', () => {
  expect(new Set(hostileTexts.map(({ make }) => make(500))).size).toBe(10)
})

test.each(['format', 'format-tags', 'think-format', 'mcq', 'open-ended', 'exact', 'containment', 'answer-in-caption'])(
  '%s judges every kind',
  async (id) => {
    expect(registry.has(id)).toBe(true)
    const loaded = await fromSpec(id)()
    if (loaded._tag === 'Left') return expect.unreachable(loaded.left._tag)
    const samples = hostileTexts.map(({ make }) => ({
      completion: make(5000),
      answer: 'B',
      options: ['a', 'b'],
      caption: 'c',
    }))
    const outcomes = await score(loaded.right, samples)
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(hostileTexts.map(() => 'Scored'))
  },
)
