import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { showError } from '../../../src/core/error.js'
import { fromPointwise } from '../../../src/core/from-pointwise.js'
import { recaption } from '../../../src/recaption/recaption.js'
import type { RecaptionSample } from '../../../src/recaption/options.js'
import { spiceReward } from '../../../src/spice/spice-reward.js'
import { checkReward } from '../../../src/testing/check-reward.js'
import {
  ANGRY,
  fakeCaptioner,
  fakeJudge,
  fakeReader,
  grey,
  type JudgedSample,
  rewardOf,
  scoreAll,
  sentence,
  SILENT,
} from './fakes.js'

describe('the reward recaption', () => {
  it('is what the judge says of the caption, and tells the caption', async () => {
    expect(await scoreAll([{ image: 'grey 5', prompt: 'grey 5' }])).toEqual([
      {
        _tag: 'Scored',
        value: 1,
        parts: { one: { _tag: 'Scored', value: 1 } },
        detail: { by: 'same', caption: 'grey 5', captioner: 'fake' },
      },
    ])
  })

  it('judges a caption that is given, and then needs no image', async () => {
    const captioner = fakeCaptioner()
    const { read, seen } = fakeReader()
    const samples = [
      { caption: 'grey 5', prompt: 'grey 5' },
      { image: 'grey 6', caption: '', prompt: '' },
    ]
    expect(await scoreAll(samples, { captioner, read })).toMatchObject([
      { value: 1, detail: { caption: 'grey 5' } },
      { value: 1, detail: { caption: '' } },
    ])
    expect([captioner.calls, seen]).toEqual([[], []])
    const [outcome] = await scoreAll(samples)
    expect(outcome).not.toHaveProperty('detail.captioner')
  })

  it('takes the caption null for none', async () => {
    expect(await scoreAll([{ image: 'grey 6', caption: null, prompt: 'grey 6' }])).toMatchObject([{ value: 1 }])
  })

  it('reads each distinct image of a batch once and captions it once, in one call, and asks the judge once', async () => {
    const [captioner, judge, { read, seen }] = [fakeCaptioner(), fakeJudge(), fakeReader()]
    const object = grey(7)
    const images = ['grey 1', object, 'grey 2', 'grey 1', object, grey(2), 'grey 3']
    const outcomes = await scoreAll(
      images.map((image) => ({ image, prompt: 'grey 2' })),
      { captioner, judge, read },
    )
    expect(outcomes).toMatchObject([0, 0, 1, 0, 0, 1, 0].map((value) => ({ value })))
    expect(captioner.calls).toEqual([[1, 7, 2, 3]])
    expect(seen).toEqual(['grey 1', object, 'grey 2', grey(2), 'grey 3'])
    expect(judge.calls.map((call) => call.map(({ caption }) => caption))).toEqual([
      ['grey 1', 'grey 7', 'grey 2', 'grey 1', 'grey 7', 'grey 2', 'grey 3'],
    ])
  })

  it('keeps the order where captions given and captions made, good and bad samples stand side by side', async () => {
    const judge = fakeJudge()
    const outcomes = await scoreAll(
      [
        { image: 'grey 1', prompt: 'grey 1' },
        { caption: 'grey 9', prompt: 'grey 1' },
        { image: 'no', prompt: 'grey 1' },
        { prompt: 'grey 1' },
        { image: 'grey 13', prompt: 'grey 1' },
        7,
        { image: 'grey 1', caption: 8, prompt: 'grey 1' },
        { image: 'grey 2', prompt: 'grey 2' },
      ],
      { judge },
    )
    expect(outcomes.map((outcome) => (outcome._tag === 'Scored' ? outcome.value : sentence(outcome)))).toEqual([
      1,
      0,
      'recaption: expected an image for `image`, got no',
      'recaption: expected a value for `image`, got nothing (the generated image in `image`, or what is to be seen in it in `caption`)',
      showError(SILENT),
      'recaption: expected an object for `sample`, got 7',
      'recaption: expected a string or null for `caption`, got 8',
      1,
    ])
    expect(judge.calls.map((call) => call.length)).toEqual([3])
  })

  it('leaves what the judge skips or fails as it is', async () => {
    expect(await scoreAll([{ image: 'grey 1' }, { image: 'grey 1', prompt: 'angry' }])).toEqual([
      { _tag: 'Skipped', reason: { code: 'missing-field', message: 'no prompt' } },
      { _tag: 'Failed', error: ANGRY },
    ])
  })

  it('asks nobody about nothing', async () => {
    const [captioner, judge] = [fakeCaptioner(), fakeJudge()]
    expect(await scoreAll([], { captioner, judge })).toEqual([])
    expect(await scoreAll([{}, { image: 'no' }], { captioner, judge })).toHaveLength(2)
    expect([captioner.calls, judge.calls]).toEqual([[], []])
  })

  it('captions as many images in a call as 256 MiB hold, and each of them once in the whole batch', async () => {
    // Four of them are just above; the same bytes in other shapes are other images.
    const data = new Uint8Array(3 * 22_400_000)
    const { seen } = fakeReader()
    const calls: Array<ReadonlyArray<number>> = []
    const captioner = fakeCaptioner({
      caption: (images) => {
        calls.push(images.map(({ height }) => height))
        return TE.of(images.map(({ height }) => E.right(`grey ${height}`)))
      },
    })
    const small = ['grey 7', 'grey 8', 'grey 10', 'grey 14', 'grey 16', 'grey 20', 'grey 25']
    const images = ['grey 1', 'grey 2', 'grey 4', 'grey 5', ...small, 'grey 1', 'no']
    const outcomes = await scoreAll(
      images.map((image) => ({ image, prompt: image })),
      {
        captioner,
        read: (input, owner) => {
          seen.push(input)
          const height = Number(String(input).split(' ')[1])
          if (input === 'no') return TE.left({ _tag: 'MissingField', ...owner })
          const width = (height < 7 ? 22_400_000 : 5_600_000) / height
          return TE.of({ range: 'uint8', width, height, data: data.subarray(0, 3 * width * height) })
        },
      },
    )
    expect(outcomes.slice(0, -1)).toMatchObject(images.slice(0, -1).map(() => ({ value: 1 })))
    expect(outcomes.at(-1)).toMatchObject({ _tag: 'Failed' })
    expect(seen).toEqual([...new Set(images)])
    expect(calls).toEqual([
      [1, 2, 4, 5],
      [7, 8, 10, 14, 16, 20, 25],
    ])
  })

  it('says so where the captioner runs on a formula', async () => {
    const [outcome] = await scoreAll([{ image: 'grey 1', prompt: '' }], {
      captioner: fakeCaptioner({ weights: 'formula' }),
    })
    expect(outcome).toMatchObject({ detail: { weights: 'formula (speed only, captions mean nothing)' } })
  })

  it('gives the judge the fields it declares, or all of the sample', async () => {
    class Row {
      readonly image = 'grey 1'
      readonly other = 1
      get prompt(): string {
        return 'grey 1'
      }
    }
    const [declared, silent] = [fakeJudge(), fakeJudge([])]
    expect(await scoreAll([new Row()], { judge: declared })).toMatchObject([{ value: 1 }])
    expect(declared.calls).toEqual([[{ caption: 'grey 1', prompt: 'grey 1' }]])
    await scoreAll([{ image: 'grey 1', other: 1, caption: null }], { judge: silent })
    expect(silent.calls).toEqual([[{ image: 'grey 1', other: 1, caption: 'grey 1' }]])
  })

  it('is declared as its judge and its captioner are', () => {
    expect(rewardOf().meta).toEqual({
      name: 'recaption',
      range: { min: 0, max: 1 },
      deterministic: true,
      fields: ['image', 'caption', 'prompt'],
    })
    expect(rewardOf({ captioner: fakeCaptioner({ deterministic: false }) }).meta.deterministic).toBe(false)
    expect(rewardOf({ judge: fakeJudge([]) }).meta.fields).toEqual([])
    const parts = { one: fakeJudge().meta }
    const judge = { ...fakeJudge(), meta: { ...fakeJudge().meta, deterministic: false, parts } }
    expect(rewardOf({ judge }).meta).toMatchObject({ name: 'recaption', deterministic: false, parts })
  })

  it('reads what its judge reads, and an image', () => {
    const options = { captioner: fakeCaptioner(), read: fakeReader().read }
    const judge = fromPointwise<{ caption: string; prompt: string }>({ name: 'a', range: { min: 0, max: 1 } }, () => 1)
    const strict = recaption({ ...options, judge })
    expect(strict.score([{ image: 'grey 1', prompt: 'grey 1' }])).toBeTypeOf('function')
    // @ts-expect-error: this judge reads a prompt.
    expect(strict.score([{ image: 'grey 1' }])).toBeTypeOf('function')
    const spice = recaption({ ...options, judge: spiceReward() })
    expect(spice.score([{ image: 'grey 1', prompt: ['a', 'b'] }, { caption: 'a' }])).toBeTypeOf('function')
    const other = fromPointwise<{ completion: string }>({ name: 'a', range: { min: 0, max: 1 } }, () => 1)
    // @ts-expect-error: a judge of completions is no judge of captions.
    expect(recaption({ ...options, judge: other }).meta.name).toBe('recaption')
  })

  it('keeps the contract of rewards', async () => {
    const samples: ReadonlyArray<RecaptionSample<JudgedSample>> = [
      { image: 'grey 1', prompt: 'grey 1' },
      { image: grey(1), caption: 'grey 2', prompt: 'grey 2' },
      { image: 'grey 13', prompt: 'grey 1' },
      { image: 'no', prompt: 'grey 1' },
      { caption: '', prompt: null },
      { image: grey(1), prompt: 'grey 2' },
    ]
    expect(await checkReward(rewardOf(), samples)).toEqual([])
    expect(await checkReward(rewardOf({ judge: fakeJudge([]) }), samples)).toEqual([])
  })

  it('judges with SPICE', async () => {
    const captioner = fakeCaptioner({
      caption: (images) => TE.of(images.map(() => E.right('A man rides a brown horse.'))),
    })
    const reward = recaption({ captioner, judge: spiceReward(), read: fakeReader().read })
    expect(await reward.score([{ image: grey(1), prompt: ['A man on a horse.'] }])()).toMatchObject({
      right: [{ value: expect.closeTo(4 / 7, 12), detail: { caption: 'A man rides a brown horse.' } }],
    })
  })
})
