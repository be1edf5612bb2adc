import { describe, expect, it } from 'vitest'
import { bertScore, type WeightedTokens } from '../../../src/bert-score/bert-score.js'
import { rescale } from '../../../src/bert-score/rescale.js'

const tokens = (rows: ReadonlyArray<ReadonlyArray<number>>, weights = rows.map(() => 1)): WeightedTokens => ({
  vectors: Float32Array.from(rows.flat()),
  weights,
})

/** East, north, and half way between. */
const [east, north, between] = [
  [1, 0],
  [0, 2],
  [3, 3],
] as const

describe('bertScore', () => {
  it('weighs the best match of each token', () => {
    // P: the first token 1, the second 0.7071, weights 3 and 1. R: both best matched by one that is there, 1 and 0.7071.
    const answer = bertScore(tokens([east, between], [3, 1]), tokens([east, north]))
    const half = Math.SQRT1_2
    const [precision, recall] = [(3 + half) / 4, (1 + half) / 2]
    expect(answer).toMatchObject({
      right: {
        precision: expect.closeTo(precision, 12),
        recall: expect.closeTo(recall, 12),
        f: expect.closeTo((2 * precision * recall) / (precision + recall), 12),
      },
    })
  })

  it('lets tokens without weight be matched, though they are not asked', () => {
    // The reference's only weighty token is north; east is there for the candidate to match.
    const answer = bertScore(tokens([east]), tokens([east, north], [0, 1]))
    expect(answer).toMatchObject({ right: { precision: 1, recall: 0, f: 0 } })
  })

  it.each([
    ['no token', tokens([]), tokens([east])],
    ['no token to be held against', tokens([east]), tokens([])],
    ['no token of weight', tokens([east], [0]), tokens([east])],
    ['no token of weight to be held against', tokens([east]), tokens([east, north], [0, 0])],
  ])('is 0 in all for %s', (_, candidate, reference) => {
    expect(bertScore(candidate, reference)).toEqual({ _tag: 'Right', right: { precision: 0, recall: 0, f: 0 } })
  })

  it('can be negative, and is not where the floor is 0', () => {
    const [candidate, reference] = [tokens([east]), tokens([[-1, 0]])]
    expect(bertScore(candidate, reference)).toMatchObject({ right: { precision: -1, recall: -1, f: -1 } })
    expect(bertScore(candidate, reference, 0)).toMatchObject({ right: { precision: 0, recall: 0, f: 0 } })
  })

  it('has no F where precision and recall cancel each other', () => {
    // P: 1 and -1 in equal parts of weight would be 0; weighed 1 and 3 they are -0.5, while R is 0.5.
    const candidate = tokens([east, [-1, 0]], [1, 3])
    const reference = tokens([east, [1, 1e-30]], [1, 1])
    expect(bertScore(candidate, reference)).toMatchObject({ right: { precision: -0.5, recall: 1 } })
    const cancelled = tokens([east, [-1, 0]], [0, 1])
    expect(bertScore(cancelled, tokens([east]))).toMatchObject({ left: { _tag: 'NonFinite' } })
  })

  it('takes a row of zeros for one like no other', () => {
    expect(bertScore(tokens([[0, 0]]), tokens([east]))).toMatchObject({ right: { precision: 0, recall: 0, f: 0 } })
  })

  it('finds NaN', () => {
    expect(bertScore(tokens([[NaN, 1]]), tokens([east]))).toMatchObject({ left: { _tag: 'NonFinite' } })
  })

  it('wants vectors of one size', () => {
    expect(bertScore(tokens([east]), tokens([[1, 0, 0]]))).toMatchObject({
      left: { _tag: 'InvalidInput', field: 'reference', received: '3 for 1 tokens' },
    })
    expect(bertScore({ vectors: new Float32Array(3), weights: [1, 1] }, tokens([east]))).toMatchObject({
      left: { _tag: 'InvalidInput', field: 'candidate' },
    })
  })
})

describe('rescale', () => {
  it('leaves 1 where it is, and puts the baseline at 0', () => {
    const baseline = { precision: 0.8315, recall: 0.8315, f: 0.8312 }
    const one = { precision: 1, recall: 1, f: 1 }
    expect(rescale(one, baseline)).toEqual(one)
    expect(rescale(baseline, baseline)).toEqual({ precision: 0, recall: 0, f: 0 })
  })
})
