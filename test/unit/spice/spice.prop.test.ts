import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Outcome } from '../../../src/core/index.js'
import { spice, spiceReward, type SpiceRewardOptions, type SpiceSample } from '../../../src/spice/index.js'
import { listed, listing } from './notation.js'
import { toyLexicon } from './scene-graph/toy-lexicon.js'

/** Words that share synsets in many ways, so that graphs merge and F leaves [0, 1] where nobody holds it back. */
const lexicon = toyLexicon({ a: [1, 2], b: [2, 3], c: [3], d: [4], e: [1, 4] })

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'red', 'two', 'big')

/** Texts in the notation of `listed`. */
const text = fc
  .array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 8 })
  .map((tuples) => tuples.map((tuple) => tuple.join(', ')).join('; '))

const given = { parser: listed, lexicon }

const numbersOf = ({ f, precision, recall, categories }: ReturnType<typeof spice>): ReadonlyArray<number> => [
  ...[f, precision, recall],
  ...Object.values(categories).flatMap((counts) => [counts.precision, counts.recall, counts.f]),
]

const outcomesOf = async (
  options: SpiceRewardOptions,
  ...batches: ReadonlyArray<ReadonlyArray<SpiceSample>>
): Promise<ReadonlyArray<Outcome>> => {
  const reward = spiceReward({ parser: listing(), lexicon, ...options })
  const outcomes: Array<Outcome> = []
  for (const batch of batches) {
    const result = await reward.score(batch)()
    if (E.isLeft(result)) throw new Error(result.left._tag)
    outcomes.push(...result.right)
  }
  return outcomes
}

const samples = fc.array(
  fc.record({
    caption: fc.oneof(text, fc.constant(null)),
    completion: fc.oneof(text, fc.constant(null)),
    prompt: fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.constant(null)),
  }),
  { maxLength: 8 },
)

test('by default every number lies in [0, 1]', () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 3 }), (candidate, references) => {
      const score = spice(candidate, references, given)
      for (const value of numbersOf(score)) expect(value >= 0 && value <= 1).toBe(true)
      for (const { tp, fp, fn } of Object.values(score.categories))
        expect(Math.min(tp, fp, fn)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('where the original stays in [0, 1], it is the same', () => {
  fc.assert(
    fc.property(text, text, (candidate, reference) => {
      const released = spice(candidate, reference, { ...given, variant: 'released' })
      const { f } = spice(candidate, reference, given)
      expect(f).toBe(Math.min(1, released.f))
      expect(released.f).toBeLessThan(2)
    }),
  )
})

test('a text against itself is 1, or 0 where it names nothing', () => {
  fc.assert(
    fc.property(text, (one) => {
      const { f, tuples } = spice(one, one, given)
      expect(f).toBe(tuples.candidate.length === 0 ? 0 : 1)
    }),
  )
})

test('every tuple of the candidate is matched or extra, and counts are those of the lists', () => {
  fc.assert(
    fc.property(text, text, (candidate, reference) => {
      const { categories, tuples } = spice(candidate, reference, given)
      expect(tuples.matched.length).toBe(categories.All.tp)
      expect(tuples.extra.length).toBe(categories.All.fp)
      expect([...tuples.matched, ...tuples.extra].map(String).sort()).toEqual(tuples.candidate.map(String).sort())
    }),
  )
})

test('a batch is its samples one by one, in order, whatever is remembered', async () => {
  await fc.assert(
    fc.asyncProperty(samples, fc.nat(3), fc.boolean(), async (batch, cachedTexts, categories) => {
      const whole = await outcomesOf({ cachedTexts, categories }, batch)
      expect(await outcomesOf({ cachedTexts: 0, categories }, ...batch.map((sample) => [sample]))).toEqual(whole)
      expect(await outcomesOf({ cachedTexts, categories }, ...batch.map((sample) => [sample]))).toEqual(whole)
      expect((await outcomesOf({ cachedTexts, categories }, batch, batch)).slice(batch.length)).toEqual(whole)
    }),
    { numRuns: 50 },
  )
})
