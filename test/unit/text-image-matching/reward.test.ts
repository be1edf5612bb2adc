import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { weightedSum, type RewardError } from '../../../src/core/index.js'
import { format } from '../../../src/format/index.js'
import { score } from '../../../src/score.js'
import { checkReward } from '../../../src/testing/index.js'
import { bestMatches, type DirectionMatches } from '../../../src/text-image-matching/best-matches.js'
import { matchTokens } from '../../../src/text-image-matching/match-tokens.js'
import type { ReadTokens } from '../../../src/text-image-matching/read-tokens.js'
import { textImageMatching } from '../../../src/text-image-matching/text-image-matching.js'
import { matrix, type TokenMatrix } from '../../../src/text-image-matching/token-matrix.js'
import { tokensFrom } from '../../../src/text-image-matching/tokens-from.js'

const IMAGE = [[1, 0], [0, 1]] // prettier-ignore
const TEXT = [[1, 0]]

const one = async (sample: unknown, options = {}) => (await score(textImageMatching(options), [sample as object]))[0]

/** Noise that does not repeat. */
const noise = (tokens: number, width: number, seed: number): TokenMatrix => ({
  shape: [tokens, width],
  data: Float32Array.from({ length: tokens * width }, (_, i) => Math.sin(seed + i * 0.7) + Math.sin(i * seed)),
})

describe('what is declared', () => {
  test('name, range, fields and parts', () => {
    const part = { range: { min: -1, max: 1 }, deterministic: true }
    expect(textImageMatching().meta).toMatchObject({
      name: 'text-image-matching',
      range: { min: -1, max: 1 },
      deterministic: true,
      fields: ['imageTokens', 'textTokens', 'imageMask', 'textMask'],
      parts: { 'image-to-text': part, 'text-to-image': part },
    })
  })

  test('the contract of rewards', async () => {
    const samples = [
      { imageTokens: IMAGE, textTokens: TEXT },
      { imageTokens: noise(9, 5, 1), textTokens: noise(4, 5, 2), textMask: [1, 0, 1, 0] },
      { imageTokens: { dtype: 'bfloat16', shape: [1, 2], data: 'gD8AwA==' }, textTokens: IMAGE },
      { imageTokens: IMAGE, textTokens: [[1, 2, 3]] },
      { imageTokens: IMAGE, textTokens: TEXT, imageMask: [0, 0] },
      { textTokens: TEXT },
      { completion: 'text' },
    ]
    expect(await checkReward(textImageMatching(), samples)).toEqual([])
    expect(await checkReward(textImageMatching({ absent: 'skip' }), samples)).toEqual([])
  })
})

describe('a sample', () => {
  test('has the value of matchTokens, its halves as parts, and the counts', async () => {
    expect(await one({ imageTokens: IMAGE, textTokens: TEXT })).toEqual({
      _tag: 'Scored',
      value: 0.75,
      parts: { 'image-to-text': { _tag: 'Scored', value: 0.5 }, 'text-to-image': { _tag: 'Scored', value: 1 } },
      detail: { imageTokens: 2, textTokens: 1, width: 2 },
    })
    const [image, text] = [noise(50, 33, 1), noise(7, 33, 2)]
    expect(E.right(((await one({ imageTokens: image, textTokens: text })) as any).value)).toEqual(
      matchTokens(image, text),
    )
  })

  test('says which token matches which where it is asked to, as bestMatches does', async () => {
    const [image, text] = [noise(12, 7, 1), noise(5, 7, 2)]
    const masks = { imageMask: Array.from({ length: 12 }, (_, i) => Number(i > 3)), textMask: [0, 1, 1, 0, 1] }
    const sample = { imageTokens: image, textTokens: text, ...masks }
    const found = bestMatches(image, text, masks)
    if (E.isLeft(found)) throw new Error('noise is finite')
    const listed = ({ token, match, cosine }: DirectionMatches) => ({
      token: [...token],
      match: [...match],
      cosine: [...cosine],
    })
    const { parts } = (await one(sample, { matches: true })) as any
    expect(parts['image-to-text'].detail).toEqual(listed(found.right.image))
    expect(parts['text-to-image'].detail).toEqual(listed(found.right.text))
    expect(parts['text-to-image'].detail.token).toEqual([1, 2, 4])
    expect(((await one(sample)) as any).parts['image-to-text']).not.toHaveProperty('detail')
    await expect(one(sample, { matches: 1 })).rejects.toThrow('expected true or false for `matches`, got 1')
  })

  test.each([
    [[1, 0, 0]],
    [[true, false, false]],
    [{ dtype: 'bool', shape: [3], data: 'AQAA' }],
    [{ dtype: 'uint8', shape: [1, 3], data: Uint8Array.of(1, 0, 0) }],
    [{ dtype: 'int64', shape: [3], data: BigInt64Array.of(1n, 0n, 0n) }],
    [{ dtype: 'int32', shape: [3], data: Buffer.from(Int32Array.of(1, 0, 0).buffer).toString('base64') }],
    [{ dtype: 'float32', shape: [3], data: [1, 0, 0] }],
  ])('mask %o: tokens that do not count may hold anything', async (textMask) => {
    const textTokens = [[1, 0], [NaN, 0], [0, Infinity]] // prettier-ignore
    expect(await one({ imageTokens: IMAGE, textTokens, textMask })).toMatchObject({
      value: 0.75,
      detail: { textTokens: 1 },
    })
  })

  test.each([
    [{ textTokens: TEXT }, { _tag: 'MissingField', reward: 'text-image-matching', field: 'imageTokens' }],
    [
      { imageTokens: IMAGE, textTokens: null },
      { _tag: 'MissingField', field: 'textTokens' },
    ],
    [
      { imageTokens: IMAGE, textTokens: 'text.npy' },
      { _tag: 'InvalidInput', field: 'textTokens' },
    ],
    [
      { imageTokens: [[1, NaN]], textTokens: TEXT },
      { field: 'imageTokens', expected: 'finite numbers', received: 'NaN at [0][1]' },
    ],
    [
      { imageTokens: IMAGE, textTokens: [[1, 2], [3, 4], [5, -Infinity]], textMask: [0, 1, 1] }, // prettier-ignore
      { field: 'textTokens', received: '-Infinity at [2][1]' },
    ],
    [
      { imageTokens: IMAGE, textTokens: [[1, 2, 3]] },
      { field: 'textTokens', expected: 'tokens of width 2, as those of the image', received: 'width 3' },
    ],
    [
      { imageTokens: IMAGE, textTokens: TEXT, textMask: [0] },
      { field: 'textMask', expected: 'at least one token that counts' },
    ],
    [
      { imageTokens: IMAGE, textTokens: TEXT, imageMask: [1] },
      { field: 'imageMask', expected: 'a mask of 2 tokens' },
    ],
    [
      { imageTokens: IMAGE, textTokens: TEXT, imageMask: { dtype: 'bool', shape: [3], data: 'AQEB' } },
      { field: 'imageMask', expected: 'a mask of the shape [2]', received: '[3]' },
    ],
    [
      { imageTokens: IMAGE, textTokens: TEXT, imageMask: { dtype: 'bool', shape: [2], data: 'AQEB' } },
      { field: 'imageMask', expected: 'base64 of 2 bytes (2 x bool)' },
    ],
    ['text', { field: 'sample', received: '"text"' }],
  ])('%j fails', async (sample, error) => {
    expect(await one(sample)).toMatchObject({ _tag: 'Failed', error })
  })

  test('with more tokens than are allowed fails, masked ones counted', async () => {
    const sample = { imageTokens: IMAGE, textTokens: TEXT, imageMask: [1, 0] }
    expect(await one(sample, { maxTokens: 2 })).toMatchObject({ _tag: 'Scored' })
    expect(await one(sample, { maxTokens: 1 })).toMatchObject({
      error: { field: 'imageTokens', expected: 'at most 1 tokens', received: '2' },
    })
  })
})

describe('a sample without tokens', () => {
  const [answer, half] = [{ completion: 'A car.' }, { imageTokens: IMAGE, completion: 'A car.' }]

  test('fails unless it may be skipped', async () => {
    expect(await one(answer)).toMatchObject({ _tag: 'Failed', error: { _tag: 'MissingField', field: 'imageTokens' } })
    expect(await one(answer, { absent: 'skip' })).toMatchObject({ _tag: 'Skipped', reason: { code: 'not-applicable' } })
    expect(await one({ imageTokens: null, textTokens: undefined }, { absent: 'skip' })).toMatchObject({
      _tag: 'Skipped',
    })
  })

  test('of one side alone fails all the same', async () => {
    expect(await one(half, { absent: 'skip' })).toMatchObject({ error: { _tag: 'MissingField', field: 'textTokens' } })
  })

  test('stands in a mixed batch beside images, and adds nothing to a sum', async () => {
    const both = weightedSum([[1, textImageMatching({ absent: 'skip' })], [0.8, format()]], { skips: 'trl' }) // prettier-ignore
    const completion = '<think>so</think>\n<answer>A</answer>'
    const outcomes = await score(both, [{ completion }, { completion, imageTokens: IMAGE, textTokens: TEXT }])
    expect(outcomes).toMatchObject([{ value: 0.8 }, { value: 1.55 }])
  })
})

describe('the whole batch', () => {
  test.each([
    [{ read: 7 }, 'read', '7'],
    [{ absent: 'ignore' }, 'absent', '"ignore"'],
    [{ maxTokens: 0 }, 'maxTokens', '0'],
    [{ maxTokens: 1.5 }, 'maxTokens', '1.5'],
  ])('%j is a wrong option', async (options, option, received) => {
    const result = await textImageMatching(options as any).score([{ imageTokens: IMAGE, textTokens: TEXT }])()
    expect(result).toMatchObject({ left: { _tag: 'InvalidOption', reward: 'text-image-matching', option, received } })
  })

  test.each<RewardError>([
    { _tag: 'InvalidOption', reward: 'r', option: 'maxBytes', expected: 'a positive integer', received: '0' },
    { _tag: 'MissingPackage', reward: 'r', package: 'p', install: 'npm install p' },
  ])('is lost where nothing can be read: $_tag', async (error) => {
    const reward = textImageMatching({ read: () => async () => E.left(error) })
    expect(await reward.score([{ imageTokens: 1, textTokens: 2 }])()).toEqual(E.left(error))
  })

  test('a port that throws, or answers with what is no matrix, fails its sample', async () => {
    const read: ReadTokens = (input) => {
      if (input === 'throws') throw new Error('broken')
      return async () =>
        E.right((input === 'lies' ? { shape: [3, 3], data: new Float32Array(2) } : matrix(TEXT)) as any)
    }
    const samples = ['throws', 'lies', 'fine'].map((imageTokens) => ({ imageTokens, textTokens: 'fine' }))
    expect(await score(textImageMatching({ read }), samples)).toMatchObject([
      { error: { _tag: 'Unexpected', message: 'broken' } },
      { error: { _tag: 'InvalidInput', field: 'imageTokens', received: '2' } },
      { value: 1 },
    ])
  })

  test('stops within large tokens when it is cancelled, and lets the event loop go on until then', async () => {
    const [image, text] = [noise(8192, 512, 1), noise(8192, 512, 2)]
    const abort = new AbortController()
    let turns = 0
    const count = setInterval(() => turns++, 1)
    setTimeout(() => abort.abort('enough'), 60)
    const began = performance.now()
    const result = await textImageMatching().score([{ imageTokens: image, textTokens: text }], {
      signal: abort.signal,
    })()
    clearInterval(count)
    expect(result).toEqual(E.left({ _tag: 'Aborted', reason: 'enough' }))
    expect(performance.now() - began).toBeLessThan(400)
    expect(turns).toBeGreaterThan(1)
  })

  test('hands owner and signal to the port', async () => {
    const { signal } = new AbortController()
    const seen: Array<unknown> = []
    const read: ReadTokens = (input, owner, context) => {
      seen.push([owner, context?.signal])
      return async () => tokensFrom(input, owner)
    }
    await textImageMatching({ read }).score([{ imageTokens: IMAGE, textTokens: TEXT }], { signal })()
    expect(seen).toEqual([
      [{ reward: 'text-image-matching', field: 'imageTokens' }, signal],
      [{ reward: 'text-image-matching', field: 'textTokens' }, signal],
    ])
  })
})

describe('a batch is a group', () => {
  test('tokens that samples share are read once for each mask; objects are told apart by identity', async () => {
    const asked: Array<unknown> = []
    const read: ReadTokens = (input, owner) => async () => {
      asked.push(input)
      return tokensFrom(input === 'path' ? TEXT : input, owner)
    }
    const [shared, mask] = [[[1, 0], [3, 3]], [1, 0]] // prettier-ignore
    const copy = structuredClone(shared)
    const samples = [
      { imageTokens: IMAGE, textTokens: shared },
      { imageTokens: [[1, 1]], textTokens: shared },
      { imageTokens: IMAGE, textTokens: shared, textMask: mask },
      { imageTokens: IMAGE, textTokens: 'path' },
      { imageTokens: IMAGE, textTokens: copy },
      { imageTokens: [[2, 1]], textTokens: shared, textMask: mask },
      { imageTokens: IMAGE, textTokens: 'path', textMask: null },
    ]
    const outcomes = await score(textImageMatching({ read }), samples)
    expect(asked.filter((input) => input === shared)).toHaveLength(2)
    expect(asked.filter((input) => input === IMAGE)).toHaveLength(1)
    expect(asked.filter((input) => input === 'path')).toHaveLength(1)
    expect(asked).toHaveLength(7)
    expect(outcomes).toEqual(await Promise.all(samples.map((sample) => one(sample, { read }))))
  })
})
