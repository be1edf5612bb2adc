import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { score } from '../../src/score.js'
import { parseSceneGraph, spice, spiceReward } from '../../src/spice/index.js'

const MEGABYTE = 2 ** 20

/** Of four times the text: what linear work takes, and as much again for a machine that does other things. */
const MOST_RATIO = 8

/** What a text may take in any case: the time of one long sentence does not depend on how long the text is. */
const FREE_MS = 2000

const TIME_LIMIT_MS = 60_000

/** Kinds of text that make careless readers slow, deep or wrong. */
const KINDS: ReadonlyArray<readonly [name: string, unit: string]> = [
  ['no spaces', 'x'],
  ['commas', ', '],
  ['commas without spaces', ','],
  ['open brackets', '('],
  ['nested phrases', '(a [big {red "dog" of a '],
  ['one sentence of nouns', 'dog '],
  ['one sentence without end', 'a man on a horse and '],
  ['full stops', '. '],
  ['short sentences', 'A dog runs. '],
  ['apostrophes', "'s"],
  ['quotes', '"\'`'],
  ['hyphens and slashes', 'a-b/c'],
  ['dots inside words', 'a.b.'],
  ['numbers and units', '3 1/2 $5.00% '],
  ['addresses without end', 'a@b.c@'],
  ['tags', '<a b="c" '],
  ['white space', '\n\t\u3000'],
  ['lone surrogates and null bytes', '\ud800\u0000\udc00 '],
  ['emoji', '\u{1f469}\u200d\u{1f4bb} '],
  ['other scripts', '\u0627\u0644\u0643\u0644\u0628 \u72d7\u304c '],
  ['combining marks', 'e\u0301\u0301\u0301'],
  ['names of properties of every object', '__proto__ constructor toString '],
]

const textOf = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

const msOf = (run: () => unknown): number => {
  const before = performance.now()
  run()
  return performance.now() - before
}

describe.each(KINDS)('%s', (_, unit) => {
  test(
    'are read to their end, in linear time',
    () => {
      const short = msOf(() => parseSceneGraph(textOf(unit, MEGABYTE / 16)))
      const long = msOf(() => parseSceneGraph(textOf(unit, MEGABYTE / 4)))
      expect(long).toBeLessThan(FREE_MS + MOST_RATIO * short)
    },
    TIME_LIMIT_MS,
  )

  test(
    'as a caption leave the neighbours as they are',
    async () => {
      const good = { caption: 'A man rides a horse.', prompt: 'A man is riding a horse.' }
      const hostile = { caption: textOf(unit, 2000), prompt: textOf(unit, 2000) }
      const [first, second, third] = await score(spiceReward(), [good, hostile, good])
      expect(second?._tag).toBe('Scored')
      expect([first, third]).toEqual(await score(spiceReward(), [good, good]))
    },
    TIME_LIMIT_MS,
  )
})

test.each(['x', ', ', '(', '\ud800'])(
  'a megabyte of %j is read, and takes seconds at most',
  (unit) => {
    expect(msOf(() => parseSceneGraph(textOf(unit, MEGABYTE)))).toBeLessThan(TIME_LIMIT_MS / 4)
  },
  TIME_LIMIT_MS,
)

test('10,000 commas between two words are read, and the words are there', () => {
  expect(parseSceneGraph(`The dog${', '.repeat(10_000)}the dog runs.`).flat()).toContain('dog')
})

test(
  'any text has a score in [0, 1], and one of itself of 1, or 0 where it names nothing',
  () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
      fc
        .array(
          fc.constantFrom('a', 'dog', 'Red', "'s", 'of', ',', '(', '-LRB-', '/', '\u0000', '__proto__', '.', '3'),
          {
            maxLength: 30,
          },
        )
        .map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(anything, anything, (candidate, reference) => {
        const { f } = spice(candidate, reference)
        expect(f >= 0 && f <= 1).toBe(true)
        const itself = spice(candidate, candidate)
        expect(itself.f).toBe(itself.tuples.candidate.length === 0 ? 0 : 1)
      }),
      { numRuns: 200 },
    )
  },
  TIME_LIMIT_MS,
)
