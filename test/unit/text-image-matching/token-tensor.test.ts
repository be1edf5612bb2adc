import { describe, expect, test } from 'vitest'
import { score } from '../../../src/score.js'
import { bestMatches } from '../../../src/text-image-matching/best-matches.js'
import { matchTokens } from '../../../src/text-image-matching/match-tokens.js'
import { textImageMatching } from '../../../src/text-image-matching/text-image-matching.js'
import { matrix } from '../../../src/text-image-matching/token-matrix.js'
import type { TokenTensor } from '../../../src/text-image-matching/token-tensor.js'
import { tokensFrom } from '../../../src/text-image-matching/tokens-from.js'

const OWNER = { reward: 'r', field: 'imageTokens' }

/** What a tensor of tfjs looks like, without tfjs. */
const tensor = (
  shape: ReadonlyArray<number>,
  data: ArrayLike<unknown>,
  other: Partial<TokenTensor> = {},
): TokenTensor => ({
  dtype: 'float32',
  shape,
  isDisposed: false,
  data: async () => data,
  dataSync: () => data,
  ...other,
})

/** Of a backend that hands nothing out at once. */
const late = (shape: ReadonlyArray<number>, data: ArrayLike<unknown>, other: Partial<TokenTensor> = {}): TokenTensor =>
  tensor(shape, data, {
    dataSync: () => {
      throw new Error('not at once')
    },
    ...other,
  })

const EYE = Float32Array.of(1, 0, 0, 1)
const AT_ONCE = expect.stringContaining('a tensor that can be read at once')

describe('a tensor of tokens', () => {
  test('is read at once where its backend has the numbers', () => {
    expect(tokensFrom(tensor([1, 2, 2], EYE), OWNER)).toEqual({ _tag: 'Right', right: { shape: [2, 2], data: EYE } })
    expect(matchTokens(tensor([2, 2], EYE), matrix([[1, 0]]))).toEqual({ _tag: 'Right', right: 0.75 })
    expect(bestMatches(matrix([[1, 0]]), tensor([2, 2], EYE))).toMatchObject({ right: { textToImage: 0.5 } })
  })

  test.each([
    ['disposed of', tensor([2, 2], EYE, { isDisposed: true }), 'a tensor', 'one that was disposed of'],
    [
      'of int32',
      tensor([2, 2], Int32Array.from(EYE), { dtype: 'int32' }),
      'a tensor of float32',
      'one of int32; cast it',
    ],
    ['of bool', tensor([2, 2], Uint8Array.from(EYE), { dtype: 'bool' }), 'a tensor of float32', 'one of bool; cast it'],
    ['of strings', tensor([1, 1], ['1'], { dtype: 'string' }), 'a tensor of float32', 'one of string; cast it'],
    ['of complex64', tensor([1, 2], EYE, { dtype: 'complex64' }), 'a tensor of float32', 'one of complex64; cast it'],
    ['of one axis', tensor([4], EYE), 'a shape [tokens, width]', '[4]'],
    ['of a batch', tensor([2, 1, 2], EYE), 'a shape [tokens, width]', '[2, 1, 2]'],
    ['of no tokens', tensor([0, 2], []), 'at least one token', 'the shape [0, 2]'],
    ['that lies about its shape', tensor([3, 2], EYE), '6 numbers for 3 x 2', '4'],
    [
      'that hands out no floats',
      tensor([2, 2], [1, 0, 0, 1]),
      'a matrix of a Float32Array or a Float64Array',
      'an array of 4',
    ],
    ['that cannot be read at once', late([2, 2], EYE), AT_ONCE, 'not at once'],
  ])('%s', (_, input, expected, received) => {
    expect(tokensFrom(input, OWNER)).toEqual({
      _tag: 'Left',
      left: { _tag: 'InvalidInput', ...OWNER, expected, received },
    })
  })

  test('is waited for by the reward', async () => {
    const samples = [
      { imageTokens: late([2, 2], EYE), textTokens: [[1, 0]] },
      { imageTokens: late([2, 2], Float32Array.of(1, 0, NaN, 1)), textTokens: [[1, 0]] },
      { imageTokens: late([2, 2], EYE, { isDisposed: true }), textTokens: [[1, 0]] },
      { imageTokens: late([2, 2], EYE, { data: () => Promise.reject(new Error('lost')) }), textTokens: [[1, 0]] },
    ]
    expect(await score(textImageMatching(), samples)).toMatchObject([
      { value: 0.75 },
      { error: { _tag: 'InvalidInput', field: 'imageTokens', received: 'NaN at [1][0]' } },
      { error: { _tag: 'InvalidInput', field: 'imageTokens', received: 'one that was disposed of' } },
      { error: { _tag: 'Unexpected', message: 'lost' } },
    ])
  })

  test('that never comes does not outlast a cancelled run', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort('enough'), 10)
    const imageTokens = late([2, 2], EYE, { data: () => new Promise(() => undefined) })
    const result = await textImageMatching().score([{ imageTokens, textTokens: [[1, 0]] }], { signal: abort.signal })()
    expect(result).toEqual({ _tag: 'Left', left: { _tag: 'Aborted', reason: 'enough' } })
  })
})

describe('a tensor of a mask', () => {
  const FORMS = [
    { dtype: 'bool', data: Uint8Array.of(1, 0) },
    { dtype: 'int32', data: Int32Array.of(1, 0) },
    { dtype: 'float32', data: Float32Array.of(1, 0) },
  ]

  test.each(FORMS)('of $dtype', async ({ dtype, data }) => {
    const imageMask = tensor([1, 2], data, { dtype })
    expect(matchTokens(matrix([[1, 0], [0, 1]]), matrix([[1, 0]]), { imageMask })).toEqual({ _tag: 'Right', right: 1 }) // prettier-ignore
    const sample = { imageTokens: tensor([2, 2], EYE), textTokens: [[1, 0]], imageMask: late([2], data, { dtype }) }
    expect(await score(textImageMatching(), [sample])).toMatchObject([{ value: 1, detail: { imageTokens: 1 } }])
  })

  test.each([
    ['disposed of', tensor([2], [], { isDisposed: true }), 'a tensor', 'one that was disposed of'],
    [
      'of strings',
      tensor([2], ['1', '0'], { dtype: 'string' }),
      'a tensor of bool or int32 or float32',
      'one of string; cast it',
    ],
    ['of another length', tensor([3], Float32Array.of(1, 1, 1)), 'a mask of the shape [2]', '[3]'],
    ['of other numbers', tensor([2], Float32Array.of(1, 0.5)), '0 or 1 for every token', '0.5 at 1'],
    ['that keeps nothing', tensor([2], Float32Array.of(0, 0)), 'at least one token that counts', 'none'],
  ])('%s', async (_, imageMask, expected, received) => {
    const left = { _tag: 'InvalidInput', field: 'imageMask', expected, received }
    expect(matchTokens(matrix([[1, 0], [0, 1]]), matrix([[1, 0]]), { imageMask })).toMatchObject({ left }) // prettier-ignore
    const sample = { imageTokens: [[1, 0], [0, 1]], textTokens: [[1, 0]], imageMask } // prettier-ignore
    expect(await score(textImageMatching(), [sample])).toMatchObject([{ error: left }])
  })
})
