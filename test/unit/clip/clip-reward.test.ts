import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { clipReward } from '../../../src/clip/clip-reward.js'
import type { ClipModel } from '../../../src/clip/model.js'
import type { ClipRewardOptions } from '../../../src/clip/options.js'
import { showError } from '../../../src/core/error.js'
import type { Outcome } from '../../../src/core/outcome.js'
import { checkReward } from '../../../src/testing/check-reward.js'
import { fakeModel, fakeReader, grey } from './fakes.js'

const scoreAll = async (
  samples: ReadonlyArray<unknown>,
  options: Partial<ClipRewardOptions> = {},
  { model }: { readonly model: ClipModel } = fakeModel(),
): Promise<ReadonlyArray<Outcome>> => {
  const reward = clipReward(model, { read: fakeReader().read, ...options })
  const result = await reward.score(samples as ReadonlyArray<never>)()
  if (E.isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

const sentence = (outcome: Outcome | undefined): string => {
  if (outcome?._tag === 'Failed') return showError(outcome.error)
  return outcome?._tag === 'Skipped' ? `skipped: ${outcome.reason.message}` : String(outcome?.value)
}

describe('the value', () => {
  it('is the cosine of image and prompt, which is in the detail', async () => {
    const [outcome] = await scoreAll([{ image: 'grey 60', prompt: 'at 0' }])
    expect(outcome).toEqual({
      _tag: 'Scored',
      value: expect.closeTo(0.5, 6),
      detail: { cosine: expect.closeTo(0.5, 6) },
    })
  })

  it.each([
    ['cosine', -0.5, 0.5, { min: -1, max: 1 }],
    ['clipscore', 0, 1.25, { min: 0, max: 2.5 }],
    ['released', -1, 1, { min: -2, max: 2 }],
  ] as const)('of %s', async (variant, apart, near, range) => {
    const outcomes = await scoreAll(
      [
        { image: 'grey 120', prompt: '0' },
        { image: 'grey 60', prompt: '0' },
      ],
      { variant },
    )
    expect(outcomes).toMatchObject([{ value: expect.closeTo(apart, 6) }, { value: expect.closeTo(near, 6) }])
    expect(clipReward(fakeModel().model, { read: fakeReader().read, variant }).meta).toEqual({
      name: 'clip',
      range,
      deterministic: true,
      fields: ['image', 'prompt'],
    })
  })

  it('never leaves [-1, 1] by rounding', async () => {
    const samples = Array.from({ length: 180 }, (_, i) => ({ image: `grey ${i}`, prompt: String(i) }))
    for (const outcome of await scoreAll(samples.filter(({ prompt }) => prompt !== '13'))) {
      expect(outcome).toMatchObject({ value: expect.closeTo(1, 6) })
      expect((outcome as { value: number }).value).toBeLessThanOrEqual(1)
    }
  })
})

describe('a batch', () => {
  it('reads each distinct image once, and embeds each distinct image and each distinct prompt once, in one call each', async () => {
    const fake = fakeModel()
    const { read, seen } = fakeReader()
    const object = grey(7)
    const images = ['grey 1', object, 'grey 2', 'grey 1', object, grey(2)]
    const samples = images.map((image, i) => ({ image, prompt: String(i % 2) }))
    await scoreAll(samples, { read }, fake)
    expect(seen).toEqual(['grey 1', object, 'grey 2', grey(2)])
    expect(fake.images).toEqual([[1, 7, 2]])
    expect(fake.texts).toEqual([['0', '1']])
  })

  it('puts the prefix before each prompt', async () => {
    const fake = fakeModel()
    await scoreAll([{ image: 'grey 1', prompt: '1' }], { variant: 'clipscore' }, fake)
    await scoreAll([{ image: 'grey 1', prompt: '1' }], { variant: 'clipscore', prefix: '' }, fake)
    await scoreAll([{ image: 'grey 1', prompt: '1' }], { prefix: 'seen: ' }, fake)
    expect(fake.texts).toEqual([['A photo depicts 1'], ['1'], ['seen: 1']])
  })

  it('keeps the order where good and bad samples stand side by side', async () => {
    const outcomes = await scoreAll([
      { image: 'grey 0', prompt: '0' },
      { image: 'grey 0' },
      { prompt: '0' },
      { image: 'no', prompt: '0' },
      { image: 'grey 13', prompt: '0' },
      7,
      { image: 'grey 0', prompt: ['0'] },
      { image: 'grey 0', prompt: 'nowhere' },
      { image: 'grey 90', prompt: '90' },
    ])
    expect(outcomes.map(sentence)).toEqual([
      '1',
      'skipped: the sample has no text in `prompt`',
      'clip: expected a value for `image`, got nothing',
      'clip: expected an image for `image`, got no',
      'clip: expected luck for `image`, got 13',
      'clip: expected an object for `sample`, got 7',
      'clip: expected a string or null for `prompt`, got an array of 1',
      'clip: expected a finite number for `value`, got NaN',
      '1',
    ])
  })

  it('is Left where no image can be read', async () => {
    const reward = clipReward(fakeModel().model, { read: fakeReader().read })
    const result = await reward.score([{ image: 'no decoder', prompt: '0' }])()
    expect(result).toMatchObject({ left: { _tag: 'MissingPackage' } })
  })

  it('asks the model nothing where there is nothing to judge', async () => {
    const fake = fakeModel()
    await scoreAll([{ image: 'grey 1' }, { prompt: '1' }], {}, fake)
    expect([fake.images, fake.texts]).toEqual([[], []])
  })

  it('keeps the contract of rewards', async () => {
    const samples = ['grey 1', 'grey 60', 'no', 'grey 1'].map((image, i) => ({ image, prompt: String(30 * i) }))
    expect(await checkReward(clipReward(fakeModel().model, { read: fakeReader().read }), samples)).toEqual([])
  })
})

describe('what is wrong from the start', () => {
  it.each([
    ['variant', { variant: 'half' }, 'one of cosine, clipscore, released'],
    ['variant', { variant: 'constructor' }, 'one of cosine, clipscore, released'],
    ['prefix', { prefix: 7 }, 'a text'],
    ['read', { read: undefined }, 'a function that reads images'],
  ])('the option %s', async (option, options, expected) => {
    const { model, disposals } = fakeModel()
    const reward = clipReward(model, { read: fakeReader().read, ...(options as object) })
    expect(await reward.score([])()).toMatchObject({ left: { _tag: 'InvalidOption', option, expected } })
    await reward[Symbol.asyncDispose]?.()
    expect(disposals()).toBe(1)
  })

  it('the model', async () => {
    const reward = clipReward(undefined as never, { read: fakeReader().read })
    expect(await reward.score([])()).toMatchObject({ left: { _tag: 'InvalidOption', option: 'model' } })
  })

  it.each([
    ['throws', () => Promise.reject(new Error('out of order')), 'out of order'],
    ['answers too little', async () => E.right([]), 'expected 1 embeddings of the model, got an array of 0'],
  ])('a model that %s', async (_, answer, message) => {
    const model = { ...fakeModel().model, embedTexts: () => answer as never }
    const result = await clipReward(model, { read: fakeReader().read }).score([{ image: 'grey 1', prompt: '1' }])()
    expect(result).toMatchObject({ left: { _tag: 'Unexpected', message } })
  })
})
