import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import {
  matchingBlocks,
  sameAnswer,
  sequenceMatcherRatio,
  softJaccard,
  wordsToNumber,
} from '../../../src/accuracy/index.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { type Expected, SUM_TOLERANCE } from './outcome.js'

interface RatioCase extends GoldenCase {
  readonly a: string
  readonly b: string
  readonly ratio: number
  readonly ratio_autojunk_false: number
  readonly ratio_swapped: number
  readonly matching_blocks: ReadonlyArray<ReadonlyArray<number>>
}

goldenSuite<RatioCase>({
  title: 'difflib: ratio, swapped, without autojunk, matching blocks',
  family: 'text',
  files: /^difflib_ratio.*\.json$/,
  check: ({ a, b, ...expected }) => {
    expect(sequenceMatcherRatio(a, b)).toBe(expected.ratio)
    expect(sequenceMatcherRatio(b, a)).toBe(expected.ratio_swapped)
    expect(sequenceMatcherRatio(a, b, { autojunk: false })).toBe(expected.ratio_autojunk_false)
    expect(matchingBlocks(a, b)).toEqual(expected.matching_blocks)
  },
})

interface JaccardCase extends GoldenCase {
  readonly phrase1: string
  readonly phrase2: string
  readonly threshold: number
  readonly ordered: number
}

goldenSuite<JaccardCase>({
  title: 'soft Jaccard, words in order of appearance',
  family: 'text',
  files: /^soft_jaccard.*\.json$/,
  check: ({ phrase1, phrase2, threshold, ordered }) => {
    expect(Math.abs(softJaccard(phrase1, phrase2, { threshold }) - ordered)).toBeLessThanOrEqual(SUM_TOLERANCE)
  },
})

interface EqualCase extends GoldenCase {
  readonly prediction: string
  readonly answer: string
  readonly original: boolean
}

goldenSuite<EqualCase>({
  title: 'same answer, released',
  family: 'text',
  files: /^safe_string_equal.*\.json$/,
  check: ({ prediction, answer, original }) => {
    expect(sameAnswer(prediction, answer, 'released')).toBe(original)
  },
})

interface NumberCase extends GoldenCase {
  readonly text: string
  readonly original: Expected
}

goldenSuite<NumberCase>({
  title: 'words to number',
  family: 'text',
  files: /^word2number.*\.json$/,
  check: ({ text, original }) => {
    const given = wordsToNumber(text)
    if (E.isRight(given)) expect(given.right).toBe(original)
    else expect(given.left).toMatchObject({ _tag: 'OriginalRaises', exception: (original as { error: string }).error })
  },
})
