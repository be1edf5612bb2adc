import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { score } from '../../../src/score.js'
import { distinctWindows } from '../../../src/shaping/distinct-windows.js'
import { repetition, repetitionPenalty } from '../../../src/shaping/index.js'
import { wordIds } from '../../../src/shaping/word-ids.js'

/** By the definition: n-grams as strings in a set. */
const naive = (items: ReadonlyArray<number | string>, n: number): { ngrams: number; distinct: number } => {
  const grams = items.slice(n - 1).map((_, i) => JSON.stringify(items.slice(i, i + n)))
  return { ngrams: grams.length, distinct: new Set(grams).size }
}

const penalty = ({ ngrams, distinct }: { ngrams: number; distinct: number }, most: number): number =>
  distinct === ngrams ? 0 : (1 - distinct / ngrams) * most

describe('repetition', () => {
  test.each([
    [[], 1, 0],
    [[1], 1, 0],
    [[1], 2, 0],
    [[1, 1], 1, -0.5],
    [[1, 1], 2, 0],
    [[1, 2, 1, 2, 1], 2, -0.5],
    [[1, 2, 3, 1, 2, 3], 3, -0.25],
    [[1, 1, 1, 1], 1, -0.75],
    [[1, 1, 1, 1, 1], 4, -0.5],
    [[1, 2, 3, 4], 4, 0],
    [[1, 2, 3, 4], 5, 0],
  ])('of %j, %d at a time: %d', (tokens, n, value) => {
    expect(repetition(tokens, n, -1)).toBe(value)
  })

  test('the largest penalty is a factor, and nothing repeated is 0, not -0', () => {
    expect(repetition([1, 2, 1, 2, 1], 2, -3)).toBe(-1.5)
    expect(repetition([1, 2, 3], 2, -3)).toBe(0)
    expect(repetition([], 2, -3)).toBe(0)
    expect(repetition([1, 1, 1], 2, 0)).toBe(0)
  })

  test('ids that agree in 32 bits or in their sum are still different', () => {
    expect(repetition([1, 2 ** 32 + 1, -(2 ** 32) + 1, 1 + 2 ** 52], 1, -1)).toBe(0)
    expect(repetition([1, 2 ** 32 + 1, 1], 1, -1)).toBeCloseTo(-1 / 3, 15)
    expect(repetition([2 ** 31, -(2 ** 31)], 1, -1)).toBe(0)
    expect(repetition(Uint32Array.of(2 ** 31, 0, 2 ** 32 - 1), 1, -1)).toBe(0)
  })

  test('sequences long enough for crowded tables are counted exactly', () => {
    const tokens = Array.from({ length: 30_000 }, (_, i) => (i * i) % 7919)
    for (const n of [1, 2, 3, 7]) expect(repetition(tokens, n, -1)).toBe(penalty(naive(tokens, n), -1))
  })

  test('it is what the definition says', () => {
    const few = fc.array(fc.nat({ max: 3 }), { maxLength: 60 })
    const any = fc.array(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.nat({ max: 2 })), { maxLength: 60 })
    fc.assert(
      fc.property(fc.oneof(few, any), fc.integer({ min: 1, max: 20 }), (tokens, n) => {
        expect(repetition(tokens, n, -2)).toBe(penalty(naive(tokens, n), -2))
      }),
      { numRuns: 1000 },
    )
  })

  test('each window size is put together from the right halves', () => {
    const items = Int32Array.from({ length: 200 }, (_, i) => (i * i) % 5)
    for (let n = 1; n <= 200; n++) expect(distinctWindows(items, n)).toBe(naive([...items], n).distinct)
  })
})

describe('wordIds', () => {
  test('equal words have equal numbers, in order of first appearance, whatever their case', () => {
    expect([...wordIds('The dog the DOG a')]).toEqual([0, 1, 0, 1, 2])
  })

  test.each([
    ['', []],
    [' \n\t', []],
    ['a', [0]],
    [' a ', [0]],
    ['a\u0085a\u001ca\u00a0a\u3000a', [0, 0, 0, 0, 0]],
    ['a\ufeffa a\ufeffa', [0, 0]],
    ['a, a. a', [0, 1, 2]],
    ['ab ba abc ab', [0, 1, 2, 0]],
    ['aa a aaa aa', [0, 1, 2, 0]],
    ['\ud800 \udc00 \ud800 \0 \0', [0, 1, 0, 2, 2]],
    ['Ä ä Σ σ', [0, 0, 1, 1]],
    ['ß ss', [0, 1]],
    ['\0 \0\0 \0', [0, 1, 0]],
  ])('%j', (text, numbers) => {
    expect([...wordIds(text)]).toEqual(numbers)
  })

  test('the dictionary grows and stays exact', () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `w${(i * 7) % 6007}`)
    const numbers = wordIds(words.join(' '))
    const known = new Map<string, number>()
    expect([...numbers]).toEqual(
      words.map((word) => {
        if (!known.has(word)) known.set(word, known.size)
        return known.get(word)
      }),
    )
  })

  test('words whose hashes meet are told apart by their letters', () => {
    // h(uvw) = (u m + v) m + w modulo 2^32 with m = 0x9e3779b1; 9 m² - 5312 m - 5801 is a multiple of 2^32.
    const first = String.fromCharCode(28672, 28672, 28672)
    const second = String.fromCharCode(28672 + 9, 28672 - 5312, 28672 - 5801)
    expect([...wordIds(`${first} ${second} ${first} ${second}`)]).toEqual([0, 1, 0, 1])
  })

  test('it is what splitting says', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'é', '.'), minLength: 1, maxLength: 3 })
    const gap = fc.constantFrom(' ', '  ', '\n', '\u2003')
    const text = fc.array(fc.tuple(word, gap), { maxLength: 40 }).map((pairs) => pairs.flat().join(''))
    fc.assert(
      fc.property(text, (written) => {
        const words = written.toLowerCase().match(/[^\s]+/g) ?? []
        const different = [...new Set(words)]
        expect([...wordIds(written)]).toEqual([...words].map((each) => different.indexOf(each)))
      }),
    )
  })
})

describe('repetitionPenalty', () => {
  test('name, range and fields, by unit', () => {
    expect(repetitionPenalty().meta).toEqual({
      name: 'repetition',
      range: { min: -1, max: 0 },
      deterministic: true,
      fields: ['completionIds'],
    })
    expect(repetitionPenalty({ unit: 'words', maxPenalty: -0.5 }).meta).toEqual({
      name: 'repetition',
      range: { min: -0.5, max: 0 },
      deterministic: true,
      fields: ['completion'],
    })
  })

  test('three at a time is the default', async () => {
    expect(
      await score(repetitionPenalty(), [
        { completionIds: [1, 2, 3, 1, 2, 3] },
        { completionIds: [1, 2, 3] },
        { completionIds: [1, 1] },
      ]),
    ).toEqual([
      { _tag: 'Scored', value: -0.25, detail: { ngrams: 4, distinct: 3 } },
      { _tag: 'Scored', value: 0, detail: { ngrams: 1, distinct: 1 } },
      { _tag: 'Scored', value: 0, detail: { ngrams: 0, distinct: 0 } },
    ])
  })

  test('words are those of the text', async () => {
    const reward = repetitionPenalty({ unit: 'words', ngramSize: 2, maxPenalty: -4 })
    expect(
      await score(reward, [{ completion: 'The dog the DOG the' }, { completion: '' }, { completion: null }]),
    ).toEqual([
      { _tag: 'Scored', value: -2, detail: { ngrams: 4, distinct: 2 } },
      { _tag: 'Scored', value: 0, detail: { ngrams: 0, distinct: 0 } },
      { _tag: 'Scored', value: 0, detail: { ngrams: 0, distinct: 0 } },
    ])
  })

  test('a sample without text fails where words are counted', async () => {
    expect(await score(repetitionPenalty({ unit: 'words' }), [{ completionIds: [1] } as any])).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'MissingField', reward: 'repetition', field: 'completion' } },
    ])
  })

  test.each([
    ['ngramSize', { ngramSize: 0 }, 'a positive integer', '0'],
    ['ngramSize', { ngramSize: 1.5 }, 'a positive integer', '1.5'],
    ['maxPenalty', { maxPenalty: 0.1 }, 'a finite number, at most 0', '0.1'],
    ['maxPenalty', { maxPenalty: -Infinity }, 'a finite number, at most 0', '-Infinity'],
    ['maxPenalty', { maxPenalty: NaN }, 'a finite number, at most 0', 'NaN'],
    ['unit', { unit: 'letters' as any }, "'tokens' or 'words'", '"letters"'],
  ])('%s out of its domain is refused: %j', async (option, options, expected, received) => {
    await expect(score(repetitionPenalty(options), [])).rejects.toMatchObject({
      error: { _tag: 'InvalidOption', reward: 'repetition', option, expected, received },
    })
  })

  test('no penalty at all is allowed', async () => {
    expect(await score(repetitionPenalty({ ngramSize: 1, maxPenalty: 0 }), [{ completionIds: [1, 1] }])).toMatchObject([
      { _tag: 'Scored' },
    ])
  })
})
