import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import type { RewardError } from '../../../src/core/error.js'
import { rejected } from '../../../src/core/make.js'
import { sum } from '../../../src/core/weighted-sum.js'
import type { Captioner } from '../../../src/recaption/captioner.js'
import { recaption } from '../../../src/recaption/recaption.js'
import {
  fakeCaptioner,
  fakeJudge,
  fakeReader,
  grey,
  obstacle,
  type Options,
  rewardOf,
  run,
  scoreAll,
  sentence,
} from './fakes.js'

describe('what stops a batch', () => {
  const GONE: RewardError = { _tag: 'Unavailable', reward: 'fake', reason: 'gone' }
  const samples = [
    { image: 'grey 1', prompt: 'grey 1' },
    { caption: 'a', prompt: 'a' },
  ]

  it.each([
    ['the captioner', { captioner: fakeCaptioner({ caption: () => TE.left(GONE) }) }],
    ['the reader', { read: () => TE.left(GONE) }],
    ['the judge', { judge: rejected('same', GONE) }],
  ] as const)('is %s, where it is Left of all', async (_, options) => {
    expect(await obstacle(samples, options)).toEqual(GONE)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
      'broken',
    ],
    ['rejects', () => () => Promise.reject(new Error('broken')), 'broken'],
    ['has too few captions', () => TE.of([]), 'expected an array of 1 for the captions, got an array of 0'],
    [
      'has too many',
      () => TE.of([E.right('a'), E.right('b')]),
      'expected an array of 1 for the captions, got an array of 2',
    ],
    ['has no array', () => TE.of('a dog'), 'expected an array of 1 for the captions, got "a dog"'],
    ['has no answer', () => async () => undefined, 'expected an array of 1 for the captions, got nothing'],
    ['fails with nothing', () => TE.left(undefined), 'expected an array of 1 for the captions, got nothing'],
  ])('is a captioner that %s', async (_, caption, message) => {
    const captioner = fakeCaptioner({ caption: caption as unknown as Captioner['caption'] })
    expect(await obstacle(samples, { captioner })).toMatchObject({ _tag: 'Unexpected', reward: 'fake', message })
  })

  it.each([
    ['a bare text', 'a dog', 'nothing'],
    ['a number', E.right(7), '7'],
    ['nothing', undefined, 'nothing'],
    ['a failure that is no error', E.left('no'), 'nothing'],
  ])('is not %s in place of one caption', async (_, item, received) => {
    const captioner = fakeCaptioner({ caption: (() => TE.of([item])) as unknown as Captioner['caption'] })
    const outcomes = await scoreAll(samples, { captioner })
    expect(sentence(outcomes[0])).toBe(`fake: expected a caption, got ${received}`)
    expect(outcomes[1]).toMatchObject({ value: 1 })
  })

  it('is not a hole among the captions', async () => {
    // eslint-disable-next-line no-sparse-arrays
    const captioner = fakeCaptioner({ caption: (() => TE.of([, E.right('b')])) as unknown as Captioner['caption'] })
    const outcomes = await scoreAll([...samples, { image: 'grey 2', prompt: 'b' }], { captioner })
    expect(sentence(outcomes[0])).toBe('fake: expected a caption, got nothing')
    expect(outcomes[2]).toMatchObject({ value: 1 })
  })

  it('is not a reader that throws or hands in what is no image', async () => {
    const read = (input: unknown) => {
      if (input === 'bad') throw new Error('broken')
      return TE.of({ ...grey(1), width: 99 })
    }
    const outcomes = await scoreAll(
      [
        { image: 'bad', prompt: '' },
        { image: 'odd', prompt: '' },
      ],
      { read },
    )
    expect(outcomes.map(sentence)).toEqual([
      'recaption: broken',
      'recaption: expected 297 values for 99 x 1 x 3 for `image`, got 6',
    ])
  })

  it('is a cancellation, which the captioner is told of', async () => {
    const stop = new AbortController()
    const seen: Array<AbortSignal | undefined> = []
    const captioner = fakeCaptioner({
      caption: (_, context) => () => {
        seen.push(context?.signal)
        stop.abort(new Error('enough'))
        return new Promise(() => undefined)
      },
    })
    expect(await run(samples, { captioner }, { signal: stop.signal })).toMatchObject({
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    expect(seen).toEqual([stop.signal])
  })

  it('is one that comes while images are read: then nothing is captioned or judged', async () => {
    const stop = new AbortController()
    const [captioner, judge] = [fakeCaptioner(), fakeJudge()]
    const read = () => {
      stop.abort(new Error('enough'))
      return TE.of(grey(1))
    }
    expect(await run(samples, { captioner, judge, read }, { signal: stop.signal })).toMatchObject({
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    await new Promise((soon) => setTimeout(soon, 5))
    expect([captioner.calls, judge.calls]).toEqual([[], []])
  })
})

describe('options', () => {
  it.each([
    [{ captioner: undefined }, 'captioner'],
    [{ captioner: { name: 'a' } }, 'captioner'],
    [{ captioner: { caption: () => undefined } }, 'captioner'],
    [{ judge: null }, 'judge'],
    [{ judge: { meta: {} } }, 'judge'],
    [{ judge: { score: () => undefined, meta: { name: 'odd' } } }, 'judge'],
    [{ judge: { score: () => undefined, meta: null } }, 'judge'],
    [{ read: 'x' }, 'read'],
  ])('%j are refused at the first call', async (options, option) => {
    expect(await obstacle([], options as unknown as Options)).toMatchObject({
      _tag: 'InvalidOption',
      reward: 'recaption',
      option,
    })
  })
})

describe('a judge', () => {
  it('that reads other fields than the caption is refused at the first call', async () => {
    expect(await obstacle([], { judge: fakeJudge(['completion', 'answer']) })).toEqual({
      _tag: 'InvalidOption',
      reward: 'recaption',
      option: 'judge',
      expected: 'a reward that reads `caption`',
      received: 'same, which reads completion, answer',
    })
  })

  it('that does not tell its fields may read the caption', async () => {
    expect(await scoreAll([{ caption: 'a', prompt: 'a' }], { judge: fakeJudge([]) })).toMatchObject([{ value: 1 }])
  })
})

describe('disposal', () => {
  it('frees captioner and judge, each once', async () => {
    const [captioner, judge] = [fakeCaptioner(), fakeJudge()]
    const options = { captioner, judge, read: fakeReader().read }
    const both = sum([recaption(options), recaption(options)])
    await both[Symbol.asyncDispose]?.()
    await both[Symbol.asyncDispose]?.()
    expect([captioner.disposed, judge.disposed]).toEqual([1, 1])
  })

  it('frees them where the options are refused, too', async () => {
    const [captioner, judge] = [fakeCaptioner(), fakeJudge()]
    await rewardOf({ captioner, judge, read: 7 as never })[Symbol.asyncDispose]?.()
    expect([captioner.disposed, judge.disposed]).toEqual([1, 1])
  })

  it('is not there where nothing is held', () => {
    const { [Symbol.asyncDispose]: _free, ...captioner } = fakeCaptioner()
    const { [Symbol.asyncDispose]: _judge, ...judge } = fakeJudge()
    expect(rewardOf({ captioner, judge })[Symbol.asyncDispose]).toBeUndefined()
  })
})
