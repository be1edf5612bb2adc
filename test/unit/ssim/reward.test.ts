import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { RewardError } from '../../../src/core/index.js'
import { distort, formulaImage } from '../../../src/formula/image.js'
import type { Image } from '../../../src/image/image.js'
import type { ReadImage } from '../../../src/image/read-image.js'
import { resize } from '../../../src/image/resize.js'
import { score } from '../../../src/score.js'
import { type ImagePairSample, msSsim, ssim, ssimReward } from '../../../src/ssim/index.js'
import { checkReward } from '../../../src/testing/index.js'
import { asFloats, flat, right } from './images.js'

const clouds = formulaImage('clouds', 40, 30)
const IMAGES: Readonly<Record<string, Image>> = {
  clouds,
  noisy: distort(clouds, 'noise'),
  blurred: distort(clouds, 'blur'),
  floats: asFloats(distort(clouds, 'blur'), 'unit'),
  tiny: flat(3, 5, 9),
  big: formulaImage('discs', 200, 180),
  bright: distort(formulaImage('discs', 200, 180), 'cast'),
}

/** Finds images by name, and keeps the names it was asked for. */
const reader = () => {
  const asked: Array<unknown> = []
  const read: ReadImage = (input, owner) => async () => {
    asked.push(input)
    await Promise.resolve()
    const image = typeof input === 'string' ? IMAGES[input] : (input as { pixels?: Image }).pixels
    if (input === 'explodes') throw new Error('the decoder is broken')
    const error: RewardError = { _tag: 'InvalidInput', ...owner, expected: 'an image', received: 'none' }
    return image === undefined ? E.left(error) : E.right(image)
  }
  return { read, asked }
}

const { read } = reader()
const one = async (sample: unknown, options = {}) =>
  (await score(ssimReward({ read, ...options }), [sample as ImagePairSample]))[0]

const value = async (image: string, reference: string, options = {}) => {
  const outcome = await one({ image, reference }, options)
  return outcome?._tag === 'Scored' ? outcome.value : outcome
}

describe('what is declared', () => {
  test('SSIM', () => {
    expect(ssimReward({ read }).meta).toEqual({
      name: 'ssim',
      range: { min: -1, max: 1 },
      deterministic: true,
      fields: ['image', 'reference'],
    })
  })

  test('MS-SSIM is never negative', () => {
    expect(ssimReward({ read, measure: 'ms-ssim' }).meta).toMatchObject({ name: 'ms-ssim', range: { min: 0, max: 1 } })
  })

  test('the contract of rewards', async () => {
    const samples = ['noisy', 'clouds', 'blurred', 'tiny', 'big', 'none'].map((image) => ({
      image,
      reference: 'clouds',
    }))
    expect(await checkReward(ssimReward({ read }), samples)).toEqual([])
    const big = [
      { image: 'big', reference: 'bright' },
      { image: 'bright', reference: 'bright' },
      { image: 'clouds', reference: 'bright' },
    ]
    expect(await checkReward(ssimReward({ read, measure: 'ms-ssim' }), big)).toEqual([])
  })
})

describe('values', () => {
  test('are those of the pure functions', async () => {
    expect(await value('noisy', 'clouds')).toBe(right(ssim(IMAGES['noisy']!, clouds)))
    expect(await value('bright', 'big', { measure: 'ms-ssim' })).toBe(right(msSsim(IMAGES['bright']!, IMAGES['big']!)))
    expect(await value('big', 'big', { measure: 'ms-ssim' })).toBe(1)
  })

  test('bytes and floats may stand beside each other: both know their range', async () => {
    expect(await value('floats', 'clouds')).toBeCloseTo(right(ssim(IMAGES['blurred']!, clouds)), 5)
  })

  test.each([
    [64, { widthPx: 64, heightPx: 64 }],
    [[50, 20] as const, { widthPx: 50, heightPx: 20 }],
  ])('size %j: both are resized first, bilinear', async (size, target) => {
    const at = (image: Image) => right(resize(image as Image<'uint8'>, { ...target, filter: 'bilinear' }))
    expect(await value('big', 'clouds', { size })).toBe(right(ssim(at(IMAGES['big']!), at(clouds))))
  })

  test('size leaves alone what has it', async () => {
    expect(await value('floats', 'clouds', { size: [40, 30] })).toBe(await value('floats', 'clouds'))
  })
})

describe('samples that cannot be judged', () => {
  test.each([
    [{ reference: 'clouds' }, { _tag: 'MissingField', reward: 'ssim', field: 'image' }],
    [
      { image: 'clouds', reference: null },
      { _tag: 'MissingField', reward: 'ssim', field: 'reference' },
    ],
    [
      { image: 'none', reference: 'clouds' },
      { _tag: 'InvalidInput', field: 'image', received: 'none' },
    ],
    [
      { image: 'clouds', reference: 'none' },
      { _tag: 'InvalidInput', field: 'reference', received: 'none' },
    ],
    [
      { image: 'tiny', reference: 'tiny' },
      { _tag: 'InvalidInput', field: 'image', received: '5 x 9' },
    ],
    [
      { image: 'clouds', reference: 'big' },
      {
        _tag: 'InvalidInput',
        field: 'reference',
        expected: '40 x 30 pixels, as `image` has (or the option `size`)',
        received: '200 x 180',
      },
    ],
    [
      { image: 'explodes', reference: 'clouds' },
      { _tag: 'Unexpected', message: 'the decoder is broken' },
    ],
    ['text', { _tag: 'InvalidInput', field: 'sample', received: '"text"' }],
  ])('%j', async (sample, error) => {
    expect(await one(sample)).toMatchObject({ _tag: 'Failed', error })
  })

  test('an image that failed is not read again, and the error names the field of its sample', async () => {
    const { read: counting, asked } = reader()
    const outcomes = await score(ssimReward({ read: counting }), [
      { image: 'none', reference: 'clouds' },
      { image: 'clouds', reference: 'none' },
      { image: 'none', reference: 'none' },
    ])
    expect(outcomes.map((outcome) => (outcome as any).error.field)).toEqual(['image', 'reference', 'image'])
    expect(asked).toHaveLength(2)
  })

  test('MS-SSIM needs 176 pixels a side', async () => {
    expect(await one({ image: 'clouds', reference: 'clouds' }, { measure: 'ms-ssim' })).toMatchObject({
      error: { _tag: 'InvalidInput', reward: 'ms-ssim', expected: 'width and height of 176 pixels or more' },
    })
  })

  test('floats of another size cannot be resized', async () => {
    expect(await one({ image: 'floats', reference: 'clouds' }, { size: 32 })).toMatchObject({
      error: { _tag: 'InvalidInput', field: 'image', received: '40 x 30 floats' },
    })
  })
})

describe('the whole batch', () => {
  test.each([
    [{ measure: 'psnr' }, 'measure', '"psnr"'],
    [{ measure: 'toString' }, 'measure', '"toString"'],
    [{ read: undefined }, 'read', 'nothing'],
    [{ size: 5 }, 'size', '5'],
    [{ size: [6] }, 'size', '[6]'],
    [{ size: [6, 6.5] }, 'size', '[6, 6.5]'],
    [{ size: 9000 }, 'size', '9000'],
    [{ size: '64' }, 'size', '"64"'],
    [{ measure: 'ms-ssim', size: 64 }, 'size', '64'],
  ])('%j is a wrong option', async (options, option, received) => {
    const reward = ssimReward({ read, ...options } as any)
    const result = await reward.score([{ image: 'clouds', reference: 'clouds' }])()
    expect(result).toMatchObject({ left: { _tag: 'InvalidOption', reward: 'ssim', option, received } })
  })

  test('is lost without a decoder', async () => {
    const error: RewardError = {
      _tag: 'MissingPackage',
      reward: 'ssim',
      package: 'sharp',
      install: 'npm install sharp',
    }
    const reward = ssimReward({ read: () => async () => E.left(error) })
    expect(await reward.score([{ image: 'a', reference: 'b' }])()).toEqual(E.left(error))
  })

  test('stops within a large image when it is cancelled', async () => {
    const large = flat(9, 3000, 3000)
    const abort = new AbortController()
    const reward = ssimReward({ read: () => async () => E.right(large) })
    let turns = 0
    const count = setInterval(() => turns++, 1)
    setTimeout(() => abort.abort('enough'), 40)
    const began = performance.now()
    const result = await reward.score([{ image: 'a', reference: 'b' }], { signal: abort.signal })()
    clearInterval(count)
    expect(result).toEqual(E.left({ _tag: 'Aborted', reason: 'enough' }))
    expect(performance.now() - began).toBeLessThan(400)
    expect(turns).toBeGreaterThan(1)
  })

  test('hands the signal to the port', async () => {
    const { signal } = new AbortController()
    const seen: Array<unknown> = []
    const reward = ssimReward({
      read: (_input, _owner, context) => (seen.push(context?.signal), async () => E.right(clouds)),
    })
    await reward.score([{ image: 'a', reference: 'b' }], { signal })()
    expect(seen).toEqual([signal, signal])
  })
})

describe('a batch is a group', () => {
  test('each distinct image is read once, in whatever order samples come; objects are told apart by identity', async () => {
    const { read: counting, asked } = reader()
    const object = { pixels: clouds }
    const samples = [
      { image: 'noisy', reference: 'clouds' },
      { image: 'noisy', reference: object },
      { image: 'blurred', reference: 'clouds' },
      { image: object, reference: 'clouds' },
      { image: 'blurred', reference: object },
      { image: 'noisy', reference: 'noisy' },
    ]
    const outcomes = await score(ssimReward({ read: counting }), samples)
    expect(asked).toHaveLength(4)
    expect(new Set(asked)).toEqual(new Set(['noisy', 'clouds', 'blurred', object]))
    const singles = await Promise.all(samples.map((sample) => one(sample)))
    expect(outcomes).toEqual(singles)
  })
})
