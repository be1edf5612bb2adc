import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareImages } from '../../../src/lpips/compare-images.js'
import { lpips } from '../../../src/lpips/lpips.js'
import type { LpipsModel } from '../../../src/lpips/model.js'
import { resizeTo } from '../../../src/image/image-size.js'
import { floatImage, type Image } from '../../../src/image/image.js'
import { fnv1a32, hash32 } from '../../../src/formula/hash.js'
import { findGoldens, goldensRoot } from '../support.js'
import { activationsOf } from './activations.js'
import { type NetworkFile, Networks, right } from './network.js'

/** Recommended with the data: 16 times the noise of float32, so that another order of summation passes. */
const TOLERANCE = 1e-6
/** Of features, relative to their root mean square; recommended with the data. */
const FEATURE_TOLERANCE = 1e-4

interface Pair {
  readonly a: string
  readonly b: string
  readonly lpips_f32: number
  readonly torchmetrics_f32: number
  readonly layers_f32?: ReadonlyArray<number>
}

interface Samples {
  readonly index: ReadonlyArray<number>
  readonly value: ReadonlyArray<number>
}

interface ValueFile extends NetworkFile {
  readonly pairs: ReadonlyArray<Pair>
  readonly pipeline_224?: ReadonlyArray<Pair>
  readonly batch?: {
    readonly pairs: ReadonlyArray<readonly [string, string]>
    readonly lpips_f32: ReadonlyArray<number>
  }
  readonly spatial?: ReadonlyArray<
    Samples & {
      readonly a: string
      readonly b: string
      readonly mean: number
      readonly min: number
      readonly max: number
    }
  >
  readonly features?: ReadonlyArray<{
    readonly image: string
    readonly layers: ReadonlyArray<
      Samples & { readonly shape: ReadonlyArray<number>; readonly mean: number; readonly mean_square: number }
    >
  }>
  readonly zero_input?: Pair & { readonly zero_against_zero_lpips_f32: number }
}

const files = findGoldens(goldensRoot(), 'lpips', /^values.*\.json$/)
if (files.length === 0) test.skip('lpips: no file values*.json')

const near = (received: number, expected: number): void => {
  expect(Math.abs(received - expected), `${received} against ${expected}`).toBeLessThanOrEqual(TOLERANCE)
}

describe.each(files)(
  '%s',
  (file) => {
    const values = JSON.parse(readFileSync(file, 'utf8')) as ValueFile
    const networks = new Networks(file, values)
    let official: LpipsModel
    let torchmetrics: LpipsModel
    beforeAll(async () => {
      official = await networks.model('official')
      torchmetrics = await networks.model('torchmetrics')
    }, 60_000)
    afterAll(() => networks.close())

    const distance = async (model: LpipsModel, a: Image, b: Image): Promise<number> => {
      const [result] = right(await model.compare([a], [b])())
      return result!.layers.reduce((sum, layer) => sum + layer, 0)
    }

    test.each(values.pairs)('$a against $b', async ({ a, b, lpips_f32, torchmetrics_f32, layers_f32 = [] }) => {
      const [first, second] = [await networks.image(a), await networks.image(b)]
      const [found] = right(await official.compare([first], [second])())
      const total = found!.layers.reduce((sum, layer) => sum + layer, 0)
      near(total, lpips_f32)
      layers_f32.forEach((layer, k) => near(found!.layers[k]!, layer))
      if (lpips_f32 === 0) expect(total).toBe(0)
      near(await distance(torchmetrics, first, second), torchmetrics_f32)
    })

    test.each(values.pipeline_224 ?? [])(
      'at 224 x 224: $a against $b',
      async ({ a, b, lpips_f32, torchmetrics_f32 }) => {
        const small = async (name: string): Promise<Image> =>
          right(resizeTo(await networks.image(name), 224, { reward: 'golden', field: name }))
        const [first, second] = [await small(a), await small(b)]
        near(await distance(official, first, second), lpips_f32)
        near(await distance(torchmetrics, first, second), torchmetrics_f32)
      },
    )

    test('a batch scores as its pairs do', async () => {
      if (values.batch === undefined) return
      const { pairs, lpips_f32 } = values.batch
      const samples = await Promise.all(
        pairs.map(async ([a, b]) => ({ image: await networks.image(a), reference: await networks.image(b) })),
      )
      const read = (input: unknown) => async () => ({ _tag: 'Right' as const, right: input as Image })
      const outcomes = await lpips(official, { read }).score(samples)()
      expect(isRight(outcomes)).toBe(true)
      lpips_f32.forEach((expected, i) => {
        const outcome = right(outcomes)[i]
        near(1 - (outcome?._tag === 'Scored' ? outcome.value : NaN), expected)
      })
    })

    test.each(values.spatial ?? [])('the map of $a against $b', async ({ a, b, mean, min, max, index, value }) => {
      const { map } = right(await compareImages(official, await networks.image(a), await networks.image(b))())
      near(map.data.reduce((sum, one) => sum + one, 0) / map.data.length, mean)
      near(Math.min(...map.data), min)
      near(Math.max(...map.data), max)
      index.forEach((at, i) => near(map.data[at]!, value[i]!))
    })

    test.each(values.features ?? [])('the features of $image', async ({ image, layers }) => {
      const found = await activationsOf(
        await networks.backbone(),
        values.net,
        await networks.image(image),
        networks.folder,
      )
      layers.forEach((layer, k) => {
        const { shape, data } = found[k]!
        expect(shape).toEqual(layer.shape)
        const bound = FEATURE_TOLERANCE * Math.sqrt(layer.mean_square)
        const close = (received: number, expected: number): void =>
          expect(Math.abs(received - expected)).toBeLessThanOrEqual(bound)
        close(data.reduce((sum, one) => sum + one, 0) / data.length, layer.mean)
        layer.index.forEach((at, i) => {
          expect(at).toBe(hash32(fnv1a32('sample'), i) % data.length)
          close(data[at]!, layer.value[i]!)
        })
      })
    })

    test('features that are zero everywhere do not divide by zero', async () => {
      if (values.zero_input === undefined) return
      const other = await networks.image(values.zero_input.b)
      const { width, height } = other
      const shift = Float32Array.of(-0.03, -0.088, -0.188)
      const data = Float32Array.from({ length: 3 * width * height }, (_, i) => shift[i % 3]!)
      const zero = right(floatImage('signed', { data, width, height }))
      const models = [
        await networks.model('official', { zeroBias: true }),
        await networks.model('torchmetrics', { zeroBias: true }),
      ]
      near(await distance(models[0]!, zero, other), values.zero_input.lpips_f32)
      near(await distance(models[1]!, zero, other), values.zero_input.torchmetrics_f32)
      expect(await distance(models[0]!, zero, zero)).toBe(0)
    })
  },
  120_000,
)
