import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BlipOptions } from '../../../../../src/adapters/onnx/blip/options.js'
import { distort, formulaImage } from '../../../../../src/formula/image.js'
import { toSigned, toUnit } from '../../../../../src/image/convert.js'
import type { Image } from '../../../../../src/image/image.js'
import type { Captioner } from '../../../../../src/recaption/captioner.js'
import { left, right } from '../huggingface/folder.js'
import { captionsOf, images, load } from './tiny-blip.js'

/** Captions of a captioner that was loaded for them. */
const captions = async (options: BlipOptions, of: ReadonlyArray<Image> = images): Promise<ReadonlyArray<string>> =>
  captionsOf(await (await load(options)).caption(of)())

/** One by one, each in a call of its own. */
const oneByOne = async (options: BlipOptions): Promise<ReadonlyArray<string>> => {
  const captioner = await load(options)
  const all: Array<string> = []
  for (const image of images) all.push(...captionsOf(await captioner.caption([image])()))
  return all
}

/** A signal that fires when it was looked at so many times. */
const firesAt = (looks: number): AbortSignal => {
  let looked = 0
  return {
    get aborted() {
      return looked++ >= looks
    },
    reason: 'enough',
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  } as unknown as AbortSignal
}

const SAMPLE = { mode: { kind: 'sample' }, maxNewTokens: 12 } as const
const MODES: ReadonlyArray<readonly [string, BlipOptions]> = [
  ['greedy', { maxNewTokens: 12 }],
  ['beams', { mode: { kind: 'beam', beams: 3 }, maxNewTokens: 8 }],
  ['chance', SAMPLE],
  ['in 8 bits', { precision: 'int8', maxNewTokens: 12 }],
]

const side = { width: 64, height: 64 }
const count = 3 * 64 * 64
/** What JavaScript may give for an image, and what is said of it. */
const ODD: ReadonlyArray<readonly [what: string, image: unknown, expected: string, received: string]> = [
  [
    'a line of a million pixels',
    { range: 'uint8', width: 1, height: 1_100_000, data: new Uint8Array(3_300_000) },
    'an image that can be resized to 64 x 64 pixels',
    '1 x 1100000',
  ],
  ['nothing', null, "an image with the range 'uint8', 'unit' or 'signed'", 'nothing'],
  [
    'an unknown range',
    { range: 'half', ...side, data: new Uint8Array(count) },
    "an image with the range 'uint8', 'unit' or 'signed'",
    '"half"',
  ],
  ['too few bytes', { range: 'uint8', ...side, data: new Uint8Array(10) }, '12288 values for 64 x 64 x 3', '10'],
  [
    'floats called bytes',
    { range: 'uint8', ...side, data: new Float32Array(count) },
    'a Uint8Array of pixels',
    'an object',
  ],
  [
    'no pixels',
    { range: 'uint8', width: 0, height: 0, data: new Uint8Array(0) },
    'a positive width and height and 1 to 4 channels',
    '0 x 0 x 3',
  ],
  ['bytes in [0, 1]', { range: 'unit', ...side, data: new Float32Array(count).fill(255) }, 'values in [0, 1]', '255'],
  ['NaN', { range: 'signed', ...side, data: new Float32Array(count).fill(NaN) }, 'values in [-1, 1]', 'NaN'],
]

describe.each(MODES)("a caption is an image's own: %s", (_, options) => {
  let alone: ReadonlyArray<string>
  beforeAll(async () => {
    alone = await oneByOne(options)
  })

  it('images have captions of their own', () => {
    expect(new Set(alone).size).toBeGreaterThan(images.length / 2)
  })

  it.each([1, 3, 16])('whatever else is in the batch, of %i', async (batchSize) => {
    expect(await captions({ ...options, batchSize })).toEqual(alone)
  })

  it('in the order of the images', async () => {
    const order = [5, 2, 7, 0, 3, 6, 1, 4]
    const turned = order.map((i) => images[i]!)
    expect(await captions({ ...options, batchSize: 5 }, turned)).toEqual(order.map((i) => alone[i]))
  })

  it('the same image has the same one, in bytes or in floats', async () => {
    const [image] = images
    const same = [image!, { ...image!, data: image!.data.slice() }, toUnit(image!), toSigned(image!)]
    expect(await captions(options, same)).toEqual(same.map(() => alone[0]))
  })

  it('beside images that are none, and one that cannot be resized', async () => {
    const captioner = await load(options)
    const [first, ...others] = images as [Image, ...ReadonlyArray<Image>]
    const odd = ODD.map(([, image]) => image as Image)
    const answers = right(await captioner.caption([first, ...odd, ...others])())
    expect(answers.slice(1, 1 + odd.length).map((answer) => left(answer))).toEqual(
      ODD.map(([, , expected, received]) => ({
        _tag: 'InvalidInput',
        reward: 'recaption',
        field: 'image',
        expected,
        received,
      })),
    )
    expect(answers.flatMap((answer) => (isLeft(answer) ? [] : [answer.right]))).toEqual(alone)
    const none = right(await captioner.caption(odd)())
    expect(none.every(isLeft)).toBe(true)
  })
})

it('no images have no captions', async () => {
  expect(await captions({}, [])).toEqual([])
})

describe('chance', () => {
  it('is that of the seed', async () => {
    const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => captions({ ...SAMPLE, seed })))
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(await captions({ ...SAMPLE, seed: 0 })).toEqual(await captions(SAMPLE))
  })

  it('is that of the pixels: of another image it is another one', async () => {
    const one = formulaImage('discs', 64, 64)
    const [a, b] = await captions({ ...SAMPLE, mode: { kind: 'sample', temperature: 3, topK: 0 } }, [
      one,
      distort(one, 'noise'),
    ])
    expect(a).not.toBe(b)
  })

  it('of nearly no temperature is the most likely', async () => {
    const cold = { ...SAMPLE, mode: { kind: 'sample', temperature: 1e-5 } } as const
    expect(await captions(cold)).toEqual(await captions({ maxNewTokens: 12 }))
  })
})

describe('how captions are written', () => {
  it('one beam is greedy', async () => {
    const one = { mode: { kind: 'beam', beams: 1 }, maxNewTokens: 12 } as const
    expect(await captions(one)).toEqual(await captions({ maxNewTokens: 12 }))
  })

  it('a prompt begins every caption', async () => {
    const prompted = await captions({ prompt: 'A picture of', maxNewTokens: 8 })
    for (const caption of prompted) expect(caption).toMatch(/^a picture of( |$)/)
    expect(new Set(prompted).size).toBeGreaterThan(1)
  })

  it('there are at most so many new tokens, and at least so many', async () => {
    const words = (caption: string): number => caption.split(' ').filter(Boolean).length
    for (const caption of await captions({ maxNewTokens: 3 })) expect(words(caption)).toBeLessThanOrEqual(3)
    const long = await captions({ maxNewTokens: 6, minNewTokens: 6, repetitionPenalty: 2 })
    // The sixth may be the end; pieces of words have no space before them.
    for (const caption of long) expect(caption.length).toBeGreaterThan(6)
    expect(await captions({ maxNewTokens: 64 })).toHaveLength(images.length)
  })

  it('a repetition penalty keeps words from coming again', async () => {
    const repeats = (all: ReadonlyArray<string>): number =>
      all.reduce((sum, one) => sum + one.split(' ').length - new Set(one.split(' ')).size, 0)
    const [plain, penalised] = [await captions({}), await captions({ repetitionPenalty: 3 })]
    expect(repeats(penalised)).toBeLessThan(repeats(plain) / 2)
  })

  it('in 8 bits captions are captions', async () => {
    const bytes = await captions({ precision: 'int8', maxNewTokens: 12 })
    expect(bytes).toHaveLength(images.length)
    for (const caption of bytes) expect(caption).toMatch(/^[a-z][a-z ,.']*$/)
    // The first word is the most certain one.
    const first = (all: ReadonlyArray<string>) => all.map((caption) => caption.split(' ')[0])
    const floats = first(await captions({ maxNewTokens: 12 }))
    expect(first(bytes).filter((word, i) => word === floats[i]).length).toBeGreaterThanOrEqual(6)
  })
})

describe('a captioner that is called off', () => {
  const stopped = { _tag: 'Aborted', reason: 'enough' }

  it('captions nothing, wherever it is: before, between images, between steps', async () => {
    const captioner: Captioner = await load({ maxNewTokens: 3, batchSize: 2 })
    const three = images.slice(0, 3)
    const whole = captionsOf(await captioner.caption(three)())
    let looks = 0
    for (; ; looks++) {
      const answer = await captioner.caption(three, { signal: firesAt(looks) })()
      if (!isLeft(answer)) {
        expect(captionsOf(answer)).toEqual(whole)
        break
      }
      expect(answer.left).toEqual(stopped)
    }
    // Two batches, three images, and three steps a batch.
    expect(looks).toBe(2 + 3 + 2 * 3)
  })

  it('stops while it runs', async () => {
    const captioner = await load({ batchSize: 1 })
    const controller = new AbortController()
    const many = Array.from({ length: 20 }, () => images).flat()
    const captioning = captioner.caption(many, { signal: controller.signal })()
    setTimeout(() => controller.abort('enough'), 5)
    expect(left(await captioning)).toEqual(stopped)
    expect(captionsOf(await captioner.caption(images)())).toHaveLength(images.length)
  })
})
