import { expect } from 'vitest'
import { fromPointwise, type Outcome, scored, skipped } from '../../../src/core/index.js'
import { RewardException, score } from '../../../src/score.js'
import {
  cosineLengthReward,
  lengthCosine,
  overlong,
  overlongPunishment,
  repetition,
  repetitionPenalty,
} from '../../../src/shaping/index.js'
import { type GoldenCase, goldenSuite } from '../support.js'

const tokens = (length: number): ReadonlyArray<number> => Array.from({ length }, (_, i) => i)

interface RepetitionCase extends GoldenCase {
  readonly ngram_size: number
  readonly max_penalty: number
  readonly completion_ids: ReadonlyArray<number>
  readonly expected: number | { readonly error: string }
}

goldenSuite<RepetitionCase>({
  title: 'repetition, to the last bit',
  family: 'text',
  files: /^trl_repetition.*\.json$/,
  check: async ({ ngram_size: ngramSize, max_penalty: maxPenalty, completion_ids: completionIds, expected }) => {
    const outcomes = score(repetitionPenalty({ ngramSize, maxPenalty }), [{ completionIds }])
    if (typeof expected !== 'number') {
      await expect(outcomes).rejects.toThrow(RewardException)
      await expect(outcomes).rejects.toMatchObject({ error: { _tag: 'InvalidOption', option: 'maxPenalty' } })
      return
    }
    expect(await outcomes).toMatchObject([{ _tag: 'Scored', value: expected }])
    expect(repetition(completionIds, ngramSize, maxPenalty)).toBe(expected)
  },
})

interface OverlongCase extends GoldenCase {
  readonly max_completion_len: number
  readonly soft_punish_cache: number
  readonly completion_length: number
  readonly expected: number
}

goldenSuite<OverlongCase>({
  title: 'overlong, to the last bit',
  family: 'text',
  files: /^trl_overlong.*\.json$/,
  check: async (golden) => {
    const options = { maxCompletionLength: golden.max_completion_len, cacheLength: golden.soft_punish_cache }
    const samples = [{ completionIds: tokens(golden.completion_length) }]
    expect(await score(overlongPunishment(options), samples)).toMatchObject([
      { _tag: 'Scored', value: golden.expected },
    ])
    expect(overlong(golden.completion_length, options)).toBe(golden.expected)
  },
})

interface CosineCase extends GoldenCase {
  readonly accuracy_reward: number | null
  readonly cosine?: {
    readonly params: {
      readonly max_len: number
      readonly min_value_wrong?: number
      readonly max_value_wrong?: number
      readonly min_value_correct?: number
      readonly max_value_correct?: number
    }
    readonly completion_length: number
    readonly reward: number | null
  }
}

/** Absolute: C's cosine and JavaScript's may differ in the last digit; the ends are at most 10. */
const COSINE_TOLERANCE = 1e-14

const judged = fromPointwise<{ accuracy: number | null }>(
  { name: 'accuracy', range: { min: 0, max: 1 } },
  (sample): Outcome =>
    sample.accuracy === null ? skipped('unreadable-gold', 'the gold cannot be parsed') : scored(sample.accuracy),
)

goldenSuite<CosineCase>({
  title: 'length-cosine',
  family: 'text',
  files: /^trl_accuracy.*\.json$/,
  select: ({ cosine }) => cosine !== undefined,
  check: async ({ accuracy_reward: accuracy, cosine }) => {
    if (cosine === undefined) return expect.unreachable()
    const { params, completion_length: length, reward } = cosine
    const options = {
      maxLength: params.max_len,
      ...(params.min_value_wrong === undefined ? {} : { minValueWrong: params.min_value_wrong }),
      ...(params.max_value_wrong === undefined ? {} : { maxValueWrong: params.max_value_wrong }),
      ...(params.min_value_correct === undefined ? {} : { minValueCorrect: params.min_value_correct }),
      ...(params.max_value_correct === undefined ? {} : { maxValueCorrect: params.max_value_correct }),
    }
    const [outcome] = await score(lengthCosine({ correct: judged, ...options }), [
      { accuracy, completionIds: tokens(length) },
    ])
    if (reward === null) return expect(outcome?._tag).toBe('Skipped')
    expect(outcome).toMatchObject({ _tag: 'Scored', parts: { accuracy: { value: accuracy } } })
    const value = outcome?._tag === 'Scored' ? outcome.value : NaN
    expect(Math.abs(value - reward)).toBeLessThanOrEqual(COSINE_TOLERANCE)
    expect(cosineLengthReward(length, accuracy === 1, options)).toBe(value)
  },
})
