import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { RewardError } from '../../../src/core/index.js'
import { score } from '../../../src/score.js'
import type { BestBoth } from '../../../src/text-image-matching/match-rows.js'
import { textImageMatching } from '../../../src/text-image-matching/text-image-matching.js'
import type { TokenMatcher } from '../../../src/text-image-matching/token-matcher.js'
import { matrix } from '../../../src/text-image-matching/token-matrix.js'

const one = async (sample: unknown, options = {}) => (await score(textImageMatching(options), [sample as object]))[0]

describe('a matcher', () => {
  const [IMAGE, TEXT] = [[[1, 0], [0, 1]], [[1, 0]]] // prettier-ignore
  const sample = { imageTokens: IMAGE, textTokens: TEXT }
  const matcherOf = (match: TokenMatcher['match']): TokenMatcher => ({ match })
  const halves: BestBoth = {
    image: { row: Int32Array.of(0), cosine: Float64Array.of(0.25) },
    text: { row: Int32Array.of(0), cosine: Float64Array.of(0.75) },
  }

  test('has the first word: its matches are the outcome', async () => {
    const seen: Array<unknown> = []
    const matcher = matcherOf((image, text) => async () => {
      seen.push(image, text)
      return E.right(halves)
    })
    expect(await one({ ...sample, imageMask: [0, 1] }, { matcher })).toEqual({
      _tag: 'Scored',
      value: 0.5,
      parts: { 'image-to-text': { _tag: 'Scored', value: 0.25 }, 'text-to-image': { _tag: 'Scored', value: 0.75 } },
      detail: { imageTokens: 1, textTokens: 1, width: 2 },
    })
    expect(seen).toMatchObject([
      { tokens: matrix(IMAGE), kept: Int32Array.of(1) },
      { tokens: matrix(TEXT), kept: undefined },
    ])
  })

  test('that leaves tokens alone has them compared in float64', async () => {
    expect(await one(sample, { matcher: matcherOf(() => async () => E.right(undefined)) })).toEqual(await one(sample))
  })

  test('is not asked about tokens that cannot be read, or differ in width', async () => {
    const matcher = matcherOf(() => {
      throw new Error('asked')
    })
    for (const odd of [
      { ...sample, textTokens: 'text.npy' },
      { ...sample, textTokens: [[1, 2, 3]] },
      { completion: '' },
    ])
      expect(await one(odd, { matcher })).toEqual(await one(odd))
  })

  test('that throws, or fails, fails its sample; one that can compare nothing more fails the batch', async () => {
    const throws = matcherOf(() => {
      throw new Error('broken')
    })
    expect(await one(sample, { matcher: throws })).toMatchObject({ error: { _tag: 'Unexpected', message: 'broken' } })
    const gone: RewardError = { _tag: 'Unavailable', reward: 'r', reason: 'closed' }
    const lost = textImageMatching({ matcher: matcherOf(() => async () => E.left(gone)) })
    expect(await lost.score([sample])()).toEqual(E.left(gone))
  })

  test.each([7, null, {}, { match: 'no' }])('%j is none', async (matcher) => {
    expect(await textImageMatching({ matcher: matcher as never }).score([sample])()).toMatchObject({
      left: { _tag: 'InvalidOption', option: 'matcher' },
    })
  })
})
