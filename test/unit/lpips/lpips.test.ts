import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { showError } from '../../../src/core/error.js'
import type { Outcome } from '../../../src/core/outcome.js'
import type { Image } from '../../../src/image/image.js'
import type { ImagePairSample } from '../../../src/image/image-pair.js'
import { lpips } from '../../../src/lpips/lpips.js'
import type { LpipsRewardOptions } from '../../../src/lpips/reward-options.js'
import { fakeModel, fakeReader, grey } from './fake-model.js'

const pair = (image: unknown, reference: unknown): ImagePairSample => ({ image, reference })

const scoreAll = async (
  samples: ReadonlyArray<unknown>,
  options: Partial<LpipsRewardOptions> = {},
  model = fakeModel(),
): Promise<ReadonlyArray<Outcome>> => {
  const result = await lpips(model, { read: fakeReader().read, ...options }).score(samples as ReadonlyArray<never>)()
  if (E.isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

const sentence = (outcome: Outcome | undefined): string =>
  outcome?._tag === 'Failed' ? showError(outcome.error) : `not failed: ${outcome?._tag}`

describe('the reward lpips', () => {
  it('is 1 - distance, and tells the distance and the network', async () => {
    expect(await scoreAll([pair('grey 0', 'grey 51')])).toEqual([
      { _tag: 'Scored', value: 0.8, detail: { distance: 0.2, net: 'alex' } },
    ])
  })

  it('is exactly 1 for the same pixels, without a run', async () => {
    const model = fakeModel()
    const outcomes = await scoreAll([pair('grey 5', 'grey 5'), pair(grey(7), grey(7))], {}, model)
    expect(outcomes).toMatchObject([{ value: 1 }, { value: 1 }])
    expect(model.runs).toEqual([])
  })

  it('gives the distance of each layer on request', async () => {
    expect(await scoreAll([pair('grey 0', 'grey 51')], { layers: true })).toMatchObject([
      { value: 0.8, parts: { only: { _tag: 'Scored', value: 0.2 } } },
    ])
  })

  it('takes a group of 8 and its reference through the network as 9 images', async () => {
    const model = fakeModel()
    const { read, seen } = fakeReader()
    const group = Array.from({ length: 8 }, (_, i) => pair(`grey ${i + 1}`, 'grey 0'))
    await scoreAll(group, { read }, model)
    expect(model.runs).toEqual([9])
    expect(seen).toHaveLength(9)
  })

  it('does so within the memory allowed, in several runs', async () => {
    const model = fakeModel({ bytesPerPixel: 10 })
    const group = Array.from({ length: 8 }, (_, i) => pair(`grey ${i + 1}`, 'grey 0'))
    // 2 pixels an image: 60 bytes hold three images.
    expect(await scoreAll(group, { memoryBytes: 60 }, model)).toHaveLength(8)
    expect(Math.max(...model.runs)).toBeLessThanOrEqual(3)
    // What is stored (1000 bytes) does not fit, and is still there for the next run of the same star.
    expect(model.runs.reduce((sum, images) => sum + images, 0)).toBe(9)
  })

  it('takes no more separate pairs into a run than the network works best with', async () => {
    const model = fakeModel({ pairsPerRun: 2 })
    await scoreAll(
      Array.from({ length: 5 }, (_, i) => pair(`grey ${i + 1}`, `grey ${i + 100}`)),
      {},
      model,
    )
    expect(model.runs).toEqual([4, 4, 2])
  })

  it('scores the same pair of a batch once', async () => {
    const model = fakeModel()
    const outcomes = await scoreAll([pair('grey 0', 'grey 51'), pair('grey 51', 'grey 0')], {}, model)
    expect(outcomes).toMatchObject([{ value: 0.8 }, { value: 0.8 }])
    expect(model.runs).toEqual([2])
  })

  it('names the field that is missing', async () => {
    const outcomes = await scoreAll([{ image: 'grey 1' }, { reference: 'grey 1', image: null }, 7])
    expect(outcomes.map(sentence)).toEqual([
      'lpips: expected a value for `reference`, got nothing',
      'lpips: expected a value for `image`, got nothing',
      'lpips: expected an object for `sample`, got 7',
    ])
  })

  it('fails a sample whose image cannot be read, by its field, and scores its neighbours', async () => {
    const outcomes = await scoreAll([pair('grey 1', 'no'), pair('no', 'grey 1'), pair('grey 0', 'grey 51')])
    expect(outcomes.slice(0, 2).map(sentence)).toEqual([
      'lpips: expected an image for `reference`, got no',
      'lpips: expected an image for `image`, got no',
    ])
    expect(outcomes[2]).toMatchObject({ value: 0.8 })
  })

  it('fails a pair of two sizes, and says what to do', async () => {
    const [outcome] = await scoreAll([pair('grey 1 2', 'grey 1 3')])
    expect(sentence(outcome)).toBe(
      "lpips: expected the other image's size, 3 x 1 (or set `size` to resize both) for `image`, got 2 x 1",
    )
  })

  it('resizes both on request', async () => {
    expect(await scoreAll([pair('grey 0 2', 'grey 51 3')], { size: [2, 2] })).toMatchObject([{ value: 0.8 }])
  })

  it('does not resize floats, which Pillow has no rule for', async () => {
    const floats: Image<'unit'> = { range: 'unit', width: 2, height: 1, data: new Float32Array(6) }
    const [outcome] = await scoreAll([pair(floats, 'grey 0')], { size: 4 })
    expect(sentence(outcome)).toBe(
      'lpips: expected an image of 4 x 4 pixels, or one of bytes, which can be resized for `image`, got 2 x 1 floats',
    )
  })

  it('fails an image that is too small for the network', async () => {
    const model = { ...fakeModel(), minSidePx: 16 }
    const [outcome] = await scoreAll([pair('grey 1', 'grey 2')], {}, model)
    expect(sentence(outcome)).toBe('lpips: expected an image of at least 16 x 16 pixels (alex) for `image`, got 2 x 1')
  })

  it('is Left as a whole where the network fails, or a decoder is missing', async () => {
    const fails = { _tag: 'Unavailable', reward: 'lpips', reason: 'gone' } as const
    const reward = lpips(fakeModel({ fails }), { read: fakeReader().read })
    expect(await reward.score([pair('grey 1', 'grey 2')])()).toEqual(E.left(fails))
    const missing = { _tag: 'MissingPackage', reward: 'lpips', package: 'sharp', install: 'npm install sharp' } as const
    const unread = lpips(fakeModel(), { read: () => TE.left(missing) })
    expect(await unread.score([pair('a.png', 'b.png')])()).toEqual(E.left(missing))
  })

  it('says so where its weights are a formula', async () => {
    const [outcome] = await scoreAll([pair('grey 0', 'grey 51')], {}, { ...fakeModel(), weights: 'formula' })
    expect(outcome).toMatchObject({ detail: { weights: 'formula (speed only, scores mean nothing)' } })
  })

  it('frees its network', async () => {
    const model = fakeModel()
    await lpips(model, { read: fakeReader().read })[Symbol.asyncDispose]?.()
    expect(model.disposed).toBe(1)
  })

  it('gives every sample of any batch the score it has alone', async () => {
    const inputs = fc.oneof(
      fc.nat(5).map((value) => `grey ${value}`),
      fc.nat(5).map((value) => `grey ${value} 3`),
      fc.nat(3).map((value) => grey(value)),
      fc.constant('no'),
    )
    const samples = fc.array(fc.tuple(inputs, inputs), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(samples, fc.integer({ min: 3, max: 30 }), async (pairs, memoryBytes) => {
        const batch = pairs.map(([image, reference]) => pair(image, reference))
        const together = await scoreAll(batch, { memoryBytes })
        const alone = await Promise.all(batch.map(async (sample) => (await scoreAll([sample]))[0]))
        expect(together).toEqual(alone)
      }),
      { numRuns: 60 },
    )
  })
})
