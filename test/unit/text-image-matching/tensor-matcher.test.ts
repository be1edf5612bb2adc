import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { RewardError } from '../../../src/core/index.js'
import { score } from '../../../src/score.js'
import type { BestBoth } from '../../../src/text-image-matching/match-rows.js'
import type { TensorMatcher, TensorPair } from '../../../src/text-image-matching/tensor-matcher.js'
import { textImageMatching } from '../../../src/text-image-matching/text-image-matching.js'
import type { TokenTensor } from '../../../src/text-image-matching/token-tensor.js'

const tensor = (shape: ReadonlyArray<number>, ...data: ReadonlyArray<number>): TokenTensor => ({
  dtype: 'float32',
  shape,
  isDisposed: false,
  data: async () => Float32Array.from(data),
  dataSync: () => Float32Array.from(data),
})

const [IMAGE, TEXT] = [tensor([2, 2], 1, 0, 0, 1), tensor([1, 2], 1, 0)]
const SAMPLE = { imageTokens: IMAGE, textTokens: TEXT }

const HALVES: BestBoth = {
  image: { row: Int32Array.of(0), cosine: Float64Array.of(0.25) },
  text: { row: Int32Array.of(0), cosine: Float64Array.of(0.75) },
}

const answering = (answer: BestBoth | undefined, seen: Array<TensorPair> = []): TensorMatcher => ({
  matchAll: (pairs) => async () => {
    seen.push(...pairs)
    return E.right(pairs.map(() => answer))
  },
})

describe('a matcher of tensors', () => {
  test('is asked once for all samples whose tokens are tensors, with their masks; the others go their way', async () => {
    const seen: Array<TensorPair> = []
    let calls = 0
    const { matchAll } = answering(HALVES, seen)
    const tensorMatcher: TensorMatcher = {
      matchAll: (pairs, context) => {
        calls++
        return matchAll(pairs, context)
      },
    }
    const samples = [
      SAMPLE,
      { imageTokens: [[1, 0], [0, 1]], textTokens: TEXT }, // prettier-ignore
      { ...SAMPLE, imageMask: [0, 1] },
      { completion: 'text' },
    ]
    expect(await score(textImageMatching({ tensorMatcher }), samples)).toMatchObject([
      { value: 0.5, parts: { 'image-to-text': { value: 0.25 } }, detail: { imageTokens: 1, textTokens: 1, width: 2 } },
      { value: 0.75 },
      { value: 0.5 },
      { _tag: 'Failed', error: { _tag: 'MissingField' } },
    ])
    expect(calls).toBe(1)
    expect(seen).toHaveLength(2)
    expect(seen[1]).toEqual({
      image: { tokens: IMAGE, mask: [0, 1] },
      text: { tokens: TEXT, mask: null },
    })
  })

  test('is not asked where the matches are to be told: masks have to be read for it', async () => {
    const seen: Array<TensorPair> = []
    const reward = textImageMatching({ tensorMatcher: answering(HALVES, seen), matches: true })
    expect(await score(reward, [SAMPLE])).toMatchObject([
      { value: 0.75, parts: { 'image-to-text': { detail: { token: [0, 1], match: [0, 0], cosine: [1, 0] } } } },
    ])
    expect(seen).toEqual([])
  })

  test('that leaves tokens alone has them read, and compared in float64', async () => {
    const [outcome] = await score(textImageMatching({ tensorMatcher: answering(undefined) }), [SAMPLE])
    expect(outcome).toMatchObject({ value: 0.75 })
  })

  test('is not asked about what is no tokens, too many of them, or differs in width', async () => {
    const seen: Array<TensorPair> = []
    const samples = [
      { imageTokens: { ...IMAGE, isDisposed: true }, textTokens: TEXT },
      { imageTokens: { ...IMAGE, dtype: 'int32' }, textTokens: TEXT },
      { imageTokens: tensor([4], 1, 0, 0, 1), textTokens: TEXT },
      { imageTokens: tensor([1, 4], 1, 0, 0, 1), textTokens: TEXT },
      { imageTokens: tensor([3, 2], 1, 0, 0, 1, 1, 1), textTokens: TEXT },
    ]
    const options = { maxTokens: 2 }
    const reward = textImageMatching({ ...options, tensorMatcher: answering(HALVES, seen) })
    expect(await score(reward, samples)).toEqual(await score(textImageMatching(options), samples))
    expect(seen).toEqual([])
  })

  test('that throws, or fails, fails the samples it was asked about; one that can compare nothing more fails the batch', async () => {
    const samples = [SAMPLE, { imageTokens: [[1, 0]], textTokens: [[1, 0]] }]
    const throwing = (): never => {
      throw new Error('broken')
    }
    expect(await score(textImageMatching({ tensorMatcher: { matchAll: throwing } }), samples)).toMatchObject([
      { error: { _tag: 'Unexpected', message: 'broken' } },
      { value: 1 },
    ])
    const gone: RewardError = { _tag: 'Unavailable', reward: 'r', reason: 'lost' }
    const lost = textImageMatching({ tensorMatcher: { matchAll: () => async () => E.left(gone) } })
    expect(await lost.score(samples)()).toEqual(E.left(gone))
  })

  test.each([7, null, {}, { matchAll: 'no' }])('%j is none', async (tensorMatcher) => {
    expect(await textImageMatching({ tensorMatcher: tensorMatcher as never }).score([SAMPLE])()).toMatchObject({
      left: { _tag: 'InvalidOption', option: 'tensorMatcher' },
    })
  })
})
