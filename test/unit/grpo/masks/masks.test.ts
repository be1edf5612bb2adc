import { describe, expect, test } from 'vitest'
import { completionMask, type CompletionMaskOptions } from '../../../../src/grpo/masks/completion-mask.js'
import { lossMask } from '../../../../src/grpo/masks/loss-mask.js'
import { offPolicySequenceMask } from '../../../../src/grpo/masks/off-policy-sequence-mask.js'
import { quantile } from '../../../../src/grpo/masks/quantile.js'
import { topEntropyMask } from '../../../../src/grpo/masks/top-entropy-mask.js'
import { complaint, right } from '../advantages/right.js'

describe('completionMask', () => {
  const options: CompletionMaskOptions = { eosTokenIds: [1, 2], padTokenId: 0, maskTruncatedCompletions: true }

  test('rows are filled up, the end counts, what was cut off does not', () => {
    const { completionIds, completionMask: mask } = right(
      completionMask(
        [
          [5, 1],
          [5, 6, 7],
          [5, 6, 2],
        ],
        options,
      ),
    )
    expect(completionIds).toEqual({ shape: [3, 3], data: Int32Array.of(5, 1, 0, 5, 6, 7, 5, 6, 2) })
    expect(mask).toEqual({ shape: [3, 3], data: Uint8Array.of(1, 1, 0, 0, 0, 0, 1, 1, 1), numItemsInBatch: 5 })
  })

  test('a completion that ends with the padding is whole', () => {
    expect(right(completionMask([[5, 0]], options)).completionMask.numItemsInBatch).toBe(2)
  })

  test('all count where it is not asked for', () => {
    const { eosTokenIds, padTokenId } = options
    const { completionMask: mask } = right(completionMask([[5, 6], [5]], { eosTokenIds, padTokenId }))
    expect([...mask.data]).toEqual([1, 1, 1, 0])
  })

  test('an empty completion has nothing to count', () => {
    const { completionMask: mask } = right(completionMask([[], new Int32Array([7, 1])], options))
    expect([...mask.data]).toEqual([0, 0, 1, 1])
  })

  test.each<[unknown, object, string]>([
    [[], {}, 'at least one token for `completionIds`, got none'],
    [[[], []], {}, 'at least one token for `completionIds`, got none'],
    ['ids', {}, 'an array of completions for `completionIds`, got "ids"'],
    [[[1], 1], {}, 'arrays of ids for `completionIds`, got 1 at 1'],
    [[[1, -1]], {}, 'ids of tokens for `completionIds`, got -1 at [0][1]'],
    [[[1, 0.5]], {}, 'ids of tokens for `completionIds`, got 0.5 at [0][1]'],
    [[[2 ** 31]], {}, 'ids of tokens for `completionIds`, got 2147483648 at [0][0]'],
    [[[1]], { eosTokenIds: 1 }, 'an array of ids for `eosTokenIds`, got 1'],
    [[[1]], { padTokenId: null }, 'an id for `padTokenId`, got null'],
    [[[1]], { maskTruncatedCompletions: 1 }, 'true or false for `maskTruncatedCompletions`, got 1'],
  ])('%o with %o is refused', (ids, wrong, sentence) => {
    const result = completionMask(ids as ReadonlyArray<ReadonlyArray<number>>, { ...options, ...wrong })
    expect(complaint(result)).toBe(`completionMask: expected ${sentence}`)
  })
})

describe('lossMask', () => {
  test('tokens of a tool do not count, whatever the form of the masks', () => {
    const completion = { shape: [2, 2] as const, data: Float32Array.of(1, 1, 1, 0) }
    const tool = [
      [true, false],
      [true, true],
    ]
    expect(right(lossMask(completion, tool))).toEqual({
      shape: [2, 2],
      data: Uint8Array.of(1, 0, 1, 0),
      numItemsInBatch: 2,
    })
  })

  test.each([undefined, null])('without a mask of tools (%s) it is that of the completion', (tool) => {
    expect([...right(lossMask([[1, 0]], tool)).data]).toEqual([1, 0])
  })

  test.each<[any, any, string]>([
    [[[1, null]], null, 'zeros and ones for `completionMask`, got null at [0][1]'],
    [[[1, 2]], null, 'zeros and ones for `completionMask`, got 2 at [0][1]'],
    [[[1, 1]], [[1]], '1 x 2 numbers for `toolMask`, got 1 x 1'],
  ])('%o and %o are refused', (completion, tool, sentence) => {
    expect(complaint(lossMask(completion, tool))).toBe(`lossMask: expected ${sentence}`)
  })
})

describe('topEntropyMask', () => {
  const entropies = [Float32Array.of(0.1, 0.4), Float32Array.of(0.3, 0.2)]
  const all = [
    [1, 1],
    [1, 1],
  ]

  test.each([
    [1, [1, 1, 1, 1]],
    // The quantile 0.75 of 0.1 to 0.4 lies a quarter of the way from 0.3 to 0.4.
    [0.25, [0, 1, 0, 0]],
    [0.5, [0, 1, 1, 0]],
    [0, [0, 1, 0, 0]],
  ])('the share %d', (topEntropyQuantile, kept) => {
    expect([...right(topEntropyMask(entropies, all, { topEntropyQuantile })).data]).toEqual(kept)
  })

  test('what does not count has no say, and may be anything', () => {
    const given = [[9, 0.1, NaN, 0.5]]
    expect([...right(topEntropyMask(given, [[0, 1, 0, 1]], { topEntropyQuantile: 0.5 })).data]).toEqual([0, 0, 0, 1])
  })

  test('equal entropies all stay', () => {
    expect([...right(topEntropyMask([[2, 2, 1]], [[1, 1, 1]], { topEntropyQuantile: 0.1 })).data]).toEqual([1, 1, 0])
  })

  test('a quantile is a number of float32: 0.8 is 0.800000012 there, and of 6 entropies lies beyond the fifth', () => {
    const far = [Float32Array.of(0, 0, 0, 0, 1, 9)]
    const mask = [[1, 1, 1, 1, 1, 1]]
    expect([...right(topEntropyMask(far, mask, { topEntropyQuantile: 0.2 })).data]).toEqual([0, 0, 0, 0, 0, 1])
    expect(quantile(far[0]!, 1 - 0.2)).toBe(1 + 4 * 2 ** -23)
  })

  test('nothing counts: nothing is kept', () => {
    expect([...right(topEntropyMask([[1, 2]], [[0, 0]], { topEntropyQuantile: 0.5 })).data]).toEqual([0, 0])
  })

  test.each<[any, number, string]>([
    [[[1, NaN]], 0.5, 'finite numbers for `entropies`, got NaN at [0][1]'],
    [[[1, 1e39]], 0.5, 'finite numbers for `entropies`, got 1e+39 at [0][1]'],
    [[[1]], 0.5, '1 x 2 numbers for `entropies`, got 1 x 1'],
    [[[1, 2]], 1.1, 'a number in [0, 1] for `topEntropyQuantile`, got 1.1'],
    [[[1, 2]], NaN, 'a number in [0, 1] for `topEntropyQuantile`, got NaN'],
  ])('%o at %d is refused', (given, topEntropyQuantile, sentence) => {
    expect(complaint(topEntropyMask(given, [[1, 1]], { topEntropyQuantile }))).toBe(
      `topEntropyMask: expected ${sentence}`,
    )
  })
})

describe('offPolicySequenceMask', () => {
  const batch = {
    logProbs: [
      [-3, -1, 0],
      [-3, -1, 0],
      [-1, -1, 0],
    ],
    samplingLogProbs: [
      [-1, -1, Infinity],
      [-1, -1, NaN],
      [-1, -2, 0],
    ],
    mask: [
      [1, 1, 0],
      [1, 1, 0],
      [1, 1, 0],
    ],
    advantages: [-1, 0, -1],
  }

  test('bad completions that the policy has left are dropped, good ones never', () => {
    expect([...right(offPolicySequenceMask(batch, { offPolicyMaskThreshold: 0.9 }))]).toEqual([0, 1, 1])
  })

  test('the threshold itself is near enough', () => {
    expect([...right(offPolicySequenceMask(batch, { offPolicyMaskThreshold: 1 }))]).toEqual([1, 1, 1])
  })

  test('a token that was not reported counts as equal, and in the length', () => {
    const gap = { ...batch, samplingLogProbs: [[null, 0, 0], ...batch.samplingLogProbs.slice(1)] }
    expect([...right(offPolicySequenceMask(gap, { offPolicyMaskThreshold: 0.5 }))]).toEqual([1, 1, 1])
    expect([...right(offPolicySequenceMask(gap, { offPolicyMaskThreshold: 0.4 }))]).toEqual([0, 1, 1])
  })

  test('a completion without a token has moved by 0', () => {
    const empty = { logProbs: [[NaN]], samplingLogProbs: [[NaN]], mask: [[0]], advantages: Float64Array.of(-1) }
    expect([...right(offPolicySequenceMask(empty, { offPolicyMaskThreshold: 0 }))]).toEqual([1])
    expect([...right(offPolicySequenceMask(empty, { offPolicyMaskThreshold: -0.1 }))]).toEqual([0])
  })

  test.each<[object, number, string]>([
    [
      { logProbs: [[NaN, 0, 0], ...batch.logProbs.slice(1)] },
      1,
      'finite numbers under the mask for `logProbs`, got NaN at [0][0]',
    ],
    [
      { samplingLogProbs: [[Infinity, 0, 0], ...batch.samplingLogProbs.slice(1)] },
      1,
      'finite numbers under the mask, or NaN for what was not reported for `samplingLogProbs`, got Infinity at [0][0]',
    ],
    [{ advantages: [1, 2] }, 1, '3 numbers, one a row of the mask for `advantages`, got 2'],
    [{ advantages: [1, 2, NaN] }, 1, 'finite numbers for `advantages`, got NaN at 2'],
    [{ advantages: '123' }, 1, '3 numbers for `advantages`, got "123"'],
    [{}, NaN, 'a finite number for `offPolicyMaskThreshold`, got NaN'],
  ])('%o at %d is refused', (wrong, offPolicyMaskThreshold, sentence) => {
    const result = offPolicySequenceMask({ ...batch, ...wrong }, { offPolicyMaskThreshold })
    expect(complaint(result)).toBe(`offPolicySequenceMask: expected ${sentence}`)
  })
})
