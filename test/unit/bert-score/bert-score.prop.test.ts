import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bertScore, type BertScore, type WeightedTokens } from '../../../src/bert-score/bert-score.js'

const SIZE = 3

/** Vectors with no negative number, so that P, R and F are in [0, 1]. */
const token = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: SIZE, maxLength: SIZE })
const text: fc.Arbitrary<WeightedTokens> = fc
  .array(fc.tuple(token, fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 6 })
  .map((rows) => ({
    vectors: Float32Array.from(rows.flatMap(([vector]) => vector)),
    weights: rows.map(([, weight]) => weight),
  }))

const scoreOf = (candidate: WeightedTokens, reference: WeightedTokens): BertScore => {
  const answer = bertScore(candidate, reference)
  if (E.isLeft(answer)) throw new Error(answer.left._tag)
  return answer.right
}

describe('bertScore', () => {
  it('is in [0, 1] where no cosine is negative', () => {
    fc.assert(
      fc.property(text, text, (candidate, reference) => {
        for (const value of Object.values(scoreOf(candidate, reference))) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1 + 1e-12)
        }
      }),
    )
  })

  it('has precision and recall change places with the texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [there, back] = [scoreOf(a, b), scoreOf(b, a)]
        expect([back.precision, back.recall]).toEqual([there.recall, there.precision])
        expect(back.f).toBe(there.f)
      }),
    )
  })

  it('does not depend on the length of vectors, nor on the size of weights', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const scaled = {
          vectors: a.vectors.map((value) => 4 * value),
          weights: Array.from(a.weights, (weight) => 2 * weight),
        }
        const [one, other] = [scoreOf(a, b), scoreOf(scaled, b)]
        for (const part of ['precision', 'recall', 'f'] as const) expect(other[part]).toBeCloseTo(one[part], 10)
      }),
    )
  })
})
