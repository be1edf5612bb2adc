import { describe, expect, test } from 'vitest'
import {
  importanceSamplingCorrection,
  type ImportanceSamplingOptions,
} from '../../../../src/grpo/masks/importance-sampling-correction.js'
import { complaint, right } from '../advantages/right.js'

const log = Math.log

/** Weights 2, 4 and 0.5 of the first completion, 1 of the second; one token was not reported. */
const sampled = {
  oldLogProbs: [
    [log(0.2), log(0.4), log(0.1)],
    [log(0.5), log(0.5), 7],
  ],
  samplingLogProbs: [
    [log(0.1), log(0.1), log(0.2)],
    [log(0.5), null, NaN],
  ],
  mask: [
    [1, 1, 1],
    [1, 1, 0],
  ],
}

const correct = (options: ImportanceSamplingOptions) => right(importanceSamplingCorrection(sampled, options))

const close = (values: ReadonlyArray<number>) => values.map((value) => expect.closeTo(value, 12))

describe('weights', () => {
  test.each<[ImportanceSamplingOptions, ReadonlyArray<number>]>([
    [{ mode: 'token_truncate', clipMin: 0.8, clipMax: 3 }, [2, 3, 0.8, 1, 1, 1]],
    [{ mode: 'token_mask', clipMin: 0.8, clipMax: 3 }, [2, 0, 0, 1, 1, 1]],
    [{ mode: 'token_truncate', clipMax: null }, [2, 4, 0.5, 1, 1, 1]],
    [{ mode: 'sequence_truncate' }, [3, 1]],
    [{ mode: 'sequence_mask', clipMax: 5 }, [4, 1]],
    [{}, [0, 1]],
  ])('%o', (options, expected) => {
    const { ratio } = correct(options)
    expect(ratio.shape).toEqual([2, expected.length / 2])
    expect([...ratio.data]).toEqual(close(expected))
  })

  test('at padding they are 1, also where 1 is out of bounds', () => {
    expect(correct({ mode: 'token_mask', clipMin: 1.5 }).ratio.data[5]).toBe(1)
  })
})

describe('metrics', () => {
  const ratios = (options: ImportanceSamplingOptions) => {
    const { metrics } = correct(options)
    return ['min', 'mean', 'max'].map((what) => metrics[`sampling/importance_sampling_ratio/${what}`])
  }

  test('differences are over tokens that both programs know', () => {
    expect(correct({}).metrics).toMatchObject({
      'sampling/sampling_logp_difference/mean': expect.closeTo((log(2) + log(4) + log(2)) / 4, 12),
      'sampling/sampling_logp_difference/max': expect.closeTo(log(4), 12),
    })
  })

  test('weights are over tokens that count, or over completions', () => {
    expect(ratios({ mode: 'token_truncate', clipMax: 3 })).toEqual(close([0.5, (2 + 3 + 0.5 + 1 + 1) / 5, 3]))
    expect(ratios({ mode: 'sequence_truncate', clipMax: 3 })).toEqual(close([1, 2, 3]))
  })

  test('nothing counts: zeros, and weights of 1', () => {
    const none = {
      ...sampled,
      mask: [
        [0, 0, 0],
        [0, 0, 0],
      ],
    }
    const { ratio, metrics } = right(importanceSamplingCorrection(none, { mode: 'token_mask' }))
    expect(new Set(ratio.data)).toEqual(new Set([1]))
    expect(new Set(Object.values(metrics))).toEqual(new Set([0]))
  })
})

describe('what is refused', () => {
  test.each<[object, string]>([
    [{ mode: 'token' }, 'token_truncate, token_mask, sequence_truncate or sequence_mask for `mode`, got "token"'],
    [{ clipMin: -1 }, 'a finite number of at least 0, or null for `clipMin`, got -1'],
    [{ clipMin: '1' }, 'a finite number of at least 0, or null for `clipMin`, got "1"'],
    [{ clipMin: 4 }, 'a number of at least 4 (`clipMin`), or null for `clipMax`, got 3'],
    [{ clipMax: NaN }, 'a number of at least 0 (`clipMin`), or null for `clipMax`, got NaN'],
  ])('the options %o', (options, sentence) => {
    const result = importanceSamplingCorrection(sampled, options)
    expect(complaint(result)).toBe(`importanceSamplingCorrection: expected ${sentence}`)
  })

  test('a weight that overflows, where nothing cuts it', () => {
    const far = { oldLogProbs: [[0]], samplingLogProbs: [[-1000]], mask: [[1]] }
    expect(right(importanceSamplingCorrection(far, { mode: 'token_truncate' })).ratio.data[0]).toBe(3)
    expect(complaint(importanceSamplingCorrection(far, { mode: 'token_truncate', clipMax: null }))).toBe(
      'importanceSamplingCorrection: expected weights that do not overflow (or a `clipMax`) for `samplingLogProbs`, got a weight of e^1000 in row 0',
    )
  })

  test('an old log-probability that is missing', () => {
    const result = importanceSamplingCorrection({ ...sampled, oldLogProbs: sampled.samplingLogProbs }, {})
    expect(complaint(result)).toMatch(/finite numbers under the mask for `oldLogProbs`, got NaN at \[1\]\[1\]/)
  })
})
