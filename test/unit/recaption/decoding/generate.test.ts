import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { RewardError } from '../../../../src/core/error.js'
import type { DecoderRun } from '../../../../src/recaption/decoding/decoder-run.js'
import { generate } from '../../../../src/recaption/decoding/generate.js'
import type { DecodingMode, GenerateOptions } from '../../../../src/recaption/decoding/options.js'
import type { Generated } from '../../../../src/recaption/decoding/text-under-way.js'
import { A, B, BEGIN, byText, chances, END } from './probabilities.js'
import { logitsOf, type Script, scriptedRun, type Step } from './scripted-run.js'

type Answer = E.Either<RewardError, ReadonlyArray<Generated>>

const run = (
  decoder: DecoderRun,
  options: Partial<GenerateOptions> = {},
  images = 1,
  signal?: AbortSignal,
): Promise<Answer> =>
  generate(decoder, images, { begin: [BEGIN], endId: END, ...options }, { reward: 'recaption', signal })()

const written = async (script: Script, options: Partial<GenerateOptions> = {}, images = 1): Promise<unknown> => {
  const answer = await run(scriptedRun(script), options, images)
  return E.isRight(answer) ? answer.right.map(({ ids }) => ids) : answer.left
}

const MODES: ReadonlyArray<readonly [string, DecodingMode]> = [
  ['greedy', { kind: 'greedy' }],
  ['beam', { kind: 'beam', beams: 2 }],
  ['sample', { kind: 'sample' }],
]
const random = () => () => 0.5

describe('greedy search', () => {
  it('takes the most likely token until it is the end token, which it keeps', async () =>
    expect(await written(byText({ '': [0.1, 0.2, 0.7], B: [0.3, 0.5, 0.2] }))).toEqual([[BEGIN, B, A, END]]))

  it('takes the first of equally likely tokens', async () =>
    expect(await written(byText({ '': [0.2, 0.4, 0.4] }))).toEqual([[BEGIN, A, END]]))

  it('takes scores of any kind: no more than their order counts', async () =>
    expect(await written((_, ids) => (ids.length < 3 ? [-900, -5, -4.5, -3e38] : [0, 1e30, 0, 0]))).toEqual([
      [BEGIN, A, A, END],
    ]))

  it('writes 20 tokens where nothing is said and nothing ends', async () =>
    expect(await written(() => chances(0, 1, 0))).toEqual([[BEGIN, ...new Array<number>(20).fill(A)]]))

  it('writes no more than maxNewTokens, whatever the beginning', async () =>
    expect(await written(() => chances(0, 1, 0), { begin: [BEGIN, B, B], maxNewTokens: 2 })).toEqual([
      [BEGIN, B, B, A, A],
    ]))

  it('does not end where the beginning holds the end token', async () =>
    expect(await written(() => chances(0, 1, 0), { begin: [BEGIN, END], maxNewTokens: 1 })).toEqual([[BEGIN, END, A]]))

  it('reads the whole beginning of every image in the first step, then token by token', async () => {
    const steps: Array<Step> = []
    await run(scriptedRun(byText({ '': [0, 1, 0] }), steps), { begin: [BEGIN, B], maxNewTokens: 2 }, 2)
    expect(steps).toEqual([
      {
        from: [0, 1],
        tokens: [
          [BEGIN, B],
          [BEGIN, B],
        ],
      },
    ])
  })

  it('goes on with the rows that are not finished, and no others', async () => {
    const steps: Array<Step> = []
    const ends = [3, 1, 2]
    const script: Script = (image, ids) => (ids.length < ends[image]! ? chances(0, 1, 0) : chances(1, 0, 0))
    await run(scriptedRun(script, steps), {}, 3)
    expect(steps.map(({ from }) => from)).toEqual([[0, 1, 2], [0, 2], [0]])
  })

  it('answers in the order of the images, whichever is finished first', async () => {
    const script: Script = (image, ids) => (ids.length > 2 - image ? chances(1, 0, 0) : chances(0, 1, 0))
    expect(await written(script, {}, 3)).toEqual([
      [BEGIN, A, A, END],
      [BEGIN, A, END],
      [BEGIN, END],
    ])
  })

  it('asks for nothing about no images', async () => {
    const steps: Array<Step> = []
    expect(
      await run(
        scriptedRun(() => [], steps),
        {},
        0,
      ),
    ).toEqual(E.right([]))
    expect(steps).toEqual([])
  })
})

describe('the least length', () => {
  const ends = (): ReadonlyArray<number> => chances(0.8, 0.1, 0.1)

  it('minNewTokens: so many tokens come before the end token', async () =>
    expect(await written(ends, { begin: [BEGIN, B], minNewTokens: 2 })).toEqual([[BEGIN, B, A, A, END]]))

  it('minLength: so many ids come before the end token, the beginning counted', async () =>
    expect(await written(ends, { begin: [BEGIN, B], minLength: 3 })).toEqual([[BEGIN, B, A, END]]))

  it('holds both where both are given', async () =>
    expect(await written(ends, { begin: [BEGIN, B], minLength: 3, minNewTokens: 2 })).toEqual([[BEGIN, B, A, A, END]]))

  it('may be all there is room for: such a text has no end token', async () =>
    expect(await written(ends, { minNewTokens: 2, maxNewTokens: 2 })).toEqual([[BEGIN, A, A]]))

  it.each(MODES)('says that no token is possible where only the end token is: %s', async (_, mode) =>
    expect(await written(() => chances(1, 0, 0), { minNewTokens: 1, mode, random })).toEqual({
      _tag: 'NonFinite',
      reward: 'recaption',
      value: -Infinity,
    }),
  )
})

describe('repetitionPenalty', () => {
  it('divides what is not negative, and multiplies what is, of each token that is there, once', async () => {
    const penalised = (scores: ReadonlyArray<number>, begin: ReadonlyArray<number>): Promise<unknown> =>
      written(() => scores, { begin, repetitionPenalty: 2, maxNewTokens: 1 })
    // 4 / 2 = 2 is below 2.5, and above 1.9; A is there twice and is divided once.
    expect(await penalised([0, 0, 4, 2.5], [BEGIN, A, A])).toEqual([[BEGIN, A, A, B]])
    expect(await penalised([0, 0, 4, 1.9], [BEGIN, A, A])).toEqual([[BEGIN, A, A, A]])
    // -1 x 2 = -2.
    expect(await penalised([-9, -9, -1, -1.9], [BEGIN, A])).toEqual([[BEGIN, A, B]])
    expect(await penalised([-9, -9, -1, -2.1], [BEGIN, A])).toEqual([[BEGIN, A, A]])
  })

  it('below 1 favours what is there', async () =>
    expect(await written(() => [0, 0, 2, 3], { begin: [BEGIN, A], repetitionPenalty: 0.5, maxNewTokens: 1 })).toEqual([
      [BEGIN, A, A],
    ]))

  it('acts on what the text itself has written', async () =>
    expect(await written(() => [0, 0, 3, 2], { repetitionPenalty: 2, maxNewTokens: 3 })).toEqual([[BEGIN, A, B, A]]))

  it('does not change the scores it was given', async () => {
    const values = new Float32Array([1, 2, 4, 3])
    const decoder: DecoderRun = { step: () => async () => E.right({ rows: 1, vocabulary: 4, values }) }
    await run(decoder, { repetitionPenalty: 2, minNewTokens: 2, maxNewTokens: 2 })
    expect([...values]).toEqual([1, 2, 4, 3])
  })
})

describe('what goes wrong', () => {
  const broken = (row: ReadonlyArray<number>): Script => {
    return (image, ids) => (image === 1 && ids.length === 2 ? row : chances(0, 0.5, 0.5))
  }

  it.each(
    MODES.flatMap(([name, mode]) =>
      [NaN, Infinity].flatMap((value) => [
        { name, mode, value, row: [0, 1, value, 2] },
        { name, mode, value, row: [value, -Infinity, -Infinity, -Infinity] },
      ]),
    ),
  )('is never chosen: $value, $name', async ({ mode, value, row }) =>
    expect(await written(broken(row), { mode, random, minNewTokens: 3 }, 2)).toEqual({
      _tag: 'NonFinite',
      reward: 'recaption',
      value,
    }),
  )

  it.each(MODES)(
    'is found at the end token, too, where the least length puts that out of reach: %s',
    async (_, mode) => {
      for (const value of [NaN, Infinity])
        expect(await written(broken([0, value, 1, 2]), { mode, random, minNewTokens: 3 }, 2)).toMatchObject({
          _tag: 'NonFinite',
        })
    },
  )

  it.each(MODES)('is said where every score is -Infinity: %s', async (_, mode) =>
    expect(await written(broken([-Infinity, -Infinity, -Infinity, -Infinity]), { mode, random }, 2)).toEqual({
      _tag: 'NonFinite',
      reward: 'recaption',
      value: -Infinity,
    }),
  )

  it.each([
    ['rows', { ...logitsOf([[0, 1, 2, 3]]), rows: 2 }],
    ['values', { rows: 1, vocabulary: 4, values: new Float32Array(5) }],
    ['vocabulary', { rows: 1, vocabulary: 0, values: new Float32Array(0) }],
  ])('is said where the decoder answers with another number of %s', async (_, logits) => {
    const answer = await run({ step: () => async () => E.right(logits) })
    expect(answer).toMatchObject({ _tag: 'Left', left: { _tag: 'Unexpected', reward: 'recaption' } })
  })

  it('is passed on from the decoder', async () => {
    const error: RewardError = { _tag: 'Unavailable', reward: 'blip', reason: 'disposed of' }
    expect(await run({ step: () => async () => E.left(error) })).toEqual(E.left(error))
  })

  it.each([
    [
      'at once',
      () => {
        throw new Error('boom')
      },
    ],
    ['later', () => () => Promise.reject(new Error('boom'))],
  ])('is caught: a decoder that throws %s', async (_, step) =>
    expect(await run({ step })).toMatchObject({ left: { _tag: 'Unexpected', message: 'boom' } }),
  )
})

describe('abort', () => {
  it('takes no step after the signal', async () => {
    const steps: Array<Step> = []
    const controller = new AbortController()
    const script: Script = (_, ids) => {
      if (ids.length === 3) controller.abort('enough')
      return chances(0, 1, 0)
    }
    const answer = await run(scriptedRun(script, steps), {}, 1, controller.signal)
    expect(answer).toEqual(E.left({ _tag: 'Aborted', reason: 'enough' }))
    expect(steps.length).toBe(3)
  })

  it('takes none at all where it came before', async () => {
    const steps: Array<Step> = []
    const answer = await run(
      scriptedRun(() => [], steps),
      {},
      1,
      AbortSignal.abort('late'),
    )
    expect(answer).toEqual(E.left({ _tag: 'Aborted', reason: 'late' }))
    expect(steps).toEqual([])
  })
})
