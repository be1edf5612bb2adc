import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { distort, formulaImage } from '../../../../src/formula/image.js'
import { toSigned, toUnit } from '../../../../src/image/convert.js'
import {
  compareImages,
  loadLpips,
  loadLpipsModel,
  lpips,
  lpipsComparison,
  lpipsDistance,
} from '../../../../src/lpips/index.js'
import { RewardException, score } from '../../../../src/score.js'
import { right } from '../../../golden/lpips/network.js'
import { a, b, env, formula, home } from './lpips-fixture.js'

describe('loadLpips', () => {
  it('needs a model, and says which command gets it', async () => {
    expect(await loadLpips({ env })()).toEqual({
      _tag: 'Left',
      left: { _tag: 'MissingModel', reward: 'lpips', model: 'lpips-vgg', install: 'corl models pull lpips-vgg' },
    })
  })

  it.each([
    ['net', { net: 'resnet' }, 'one of alex, vgg, squeeze', '"resnet"'],
    ['variant', { variant: 'new' }, 'one of paper, released', '"new"'],
    ['guard', { guard: 1 }, 'one of official, torchmetrics', '1'],
    ['device', { device: 'tpu' }, 'one of cpu, cuda, webgpu, coreml, dml, auto', '"tpu"'],
    ['precision', { precision: 'fp8' }, 'one of fp32, int8', '"fp8"'],
    ['threads', { threads: 0 }, 'a whole number from 1 to 1024', '0'],
    ['weights', { weights: { backbone: 'x' } }, "'formula' or the paths { backbone, heads }", 'an object'],
    ['weights', { weights: null }, "'formula' or the paths { backbone, heads }", 'null'],
  ])('refuses a wrong %s (%j)', async (option, options, expected, received) => {
    const loaded = await loadLpips({ ...formula, ...(options as object) })()
    expect(loaded).toEqual({
      _tag: 'Left',
      left: { _tag: 'InvalidOption', reward: 'lpips', option, expected, received },
    })
  })

  it('gives a reward that can be disposed of, and leaves no graph behind', async () => {
    const reward = right(await loadLpips({ ...formula, layers: true })())
    const [outcome, same] = await score(reward, [
      { image: a, reference: b },
      { image: a, reference: a },
    ])
    expect(outcome).toMatchObject({
      _tag: 'Scored',
      detail: { net: 'squeeze', weights: 'formula (speed only, scores mean nothing)' },
    })
    expect(Object.keys(outcome?.parts ?? {})).toEqual(['relu1', 'relu2', 'relu3', 'relu4', 'relu5', 'relu6', 'relu7'])
    expect(same).toMatchObject({ value: 1 })
    await reward[Symbol.asyncDispose]()
    expect(readdirSync(path.join(home, 'graphs'))).toEqual([])
    expect(await reward.score([{ image: a, reference: b }])()).toMatchObject({ left: { _tag: 'Unavailable' } })
  })

  it('scores nothing more once it is disposed of, whatever else still holds the network', async () => {
    const [one, other] = [right(await loadLpips(formula)()), right(await loadLpips(formula)())]
    const [c, d] = [distort(a, 'noise'), distort(a, 'shift')]
    const ring = [a, b, c, d].map((image, i, all) => ({ image, reference: all[(i + 1) % 4] }))
    await one[Symbol.asyncDispose]()
    for (const samples of [ring, [{ image: a, reference: b }], [{ image: a, reference: a }]]) {
      expect(await one.score(samples)()).toMatchObject({ left: { _tag: 'Unavailable' } })
    }
    expect(await score(other, ring)).toMatchObject(ring.map(() => ({ _tag: 'Scored' })))
    const scoring = other.score(ring)()
    await other[Symbol.asyncDispose]()
    expect(['Left', 'Right']).toContain((await scoring)._tag)
    expect(await other.score(ring)()).toMatchObject({ left: { _tag: 'Unavailable' } })
  })

  it.each([
    [{ read: 5 }, 'read'],
    [{ size: 'foo' }, 'size'],
    [{ size: 3 }, 'size'],
    [{ memoryBytes: 0 }, 'memoryBytes'],
    [{ layers: 'yes' }, 'layers'],
    [{ modelDir: 5 }, 'modelDir'],
  ])('refuses %j before a network is loaded', async (options, option) => {
    const missing = { net: 'squeeze', env, weights: { backbone: 'none.pth', heads: 'none.pth' }, ...options } as never
    expect(await loadLpips(missing)()).toMatchObject({ left: { _tag: 'InvalidOption', option } })
  })

  it('fails an image that does not fit the memory allowed, and scores one that fits alone', async () => {
    // squeeze: 90 floats a pixel, so 40 x 40 take 576,000 bytes.
    for (const [memoryBytes, expected] of [
      [500_000, { _tag: 'Failed', error: { _tag: 'InvalidInput', field: 'image' } }],
      [600_000, { _tag: 'Scored' }],
    ] as const) {
      const reward = right(await loadLpips({ ...formula, memoryBytes })())
      expect(await score(reward, [{ image: a, reference: b }])).toMatchObject([expected])
      await reward[Symbol.asyncDispose]()
    }
  })

  it('resizes to 224 x 224 as released', async () => {
    const reward = right(await loadLpips({ ...formula, variant: 'released' })())
    const large = formulaImage('clouds', 60, 50)
    expect(await score(reward, [{ image: a, reference: large }])).toMatchObject([{ _tag: 'Scored' }])
    await reward[Symbol.asyncDispose]()
  })

  it('scores a batch as it scores its samples, whatever the memory and the threads', async () => {
    const images = (['noise', 'blur', 'shift', 'cast', 'invert'] as const).map((kind) => distort(a, kind))
    const samples = [
      ...images.map((image) => ({ image, reference: a })),
      { image: images[0], reference: images[1] },
      { image: formulaImage('checker', 33, 60), reference: formulaImage('noise', 33, 60) },
    ]
    const values = async (options: object, one: boolean): Promise<ReadonlyArray<number>> => {
      const reward = right(await loadLpips({ ...formula, ...options })())
      const outcomes = one
        ? (await Promise.all(samples.map((sample) => score(reward, [sample])))).flat()
        : await score(reward, samples)
      await reward[Symbol.asyncDispose]()
      return outcomes.map((outcome) => (outcome._tag === 'Scored' ? outcome.value : NaN))
    }
    const alone = await values({ threads: 1 }, true)
    for (const options of [{}, { memoryBytes: 800_000 }, { threads: 2, memoryBytes: 2_000_000 }]) {
      const together = await values(options, false)
      together.forEach((value, i) => expect(Math.abs(value - alone[i]!)).toBeLessThan(1e-6))
    }
  })
})

describe('lpipsDistance', () => {
  it('is the same for bytes, [0, 1] and [-1, 1], each known by its range', async () => {
    const distance = await lpipsDistance(a, b, formula)
    expect(distance).toBeGreaterThan(0)
    for (const convert of [toUnit, toSigned]) {
      expect(await lpipsDistance(convert(a), convert(b), formula)).toBeCloseTo(distance, 6)
    }
    expect(await lpipsDistance(a, a, formula)).toBe(0)
  })

  it('is the sum of its layers, and about the mean of its map', async () => {
    const { distance, layers, map } = await lpipsComparison(a, b, formula)
    expect(Object.values(layers).reduce((sum, layer) => sum + layer, 0)).toBe(distance)
    expect(map).toMatchObject({ width: 40, height: 40 })
    expect(map.data.every((value) => value >= 0)).toBe(true)
    const mean = map.data.reduce((sum, value) => sum + value, 0) / map.data.length
    expect(Math.abs(mean - distance)).toBeLessThan(0.2 * distance)
  })

  it('in 8 bits is near the one in float32', async () => {
    const distances = await Promise.all(
      (['fp32', 'int8'] as const).map((precision) => lpipsDistance(a, b, { ...formula, precision })),
    )
    expect(Math.abs(distances[0]! - distances[1]!)).toBeLessThan(5e-3)
    expect(distances[1]).not.toBe(distances[0])
  })

  it('rejects with the error as data', async () => {
    const rejected = await lpipsDistance(a, formulaImage('noise', 41, 40), formula).catch((cause: unknown) => cause)
    expect(rejected).toBeInstanceOf(RewardException)
    expect((rejected as RewardException).message).toBe(
      "lpips: expected the other image's size, 40 x 40 (or set `size` to resize both) for `b`, got 41 x 40",
    )
    await expect(lpipsDistance(a, 'no-such-file.png', formula)).rejects.toThrow('lpips: expected')
  })

  it('tells floats that are out of their range', async () => {
    const bytes = { range: 'unit', width: 40, height: 40, data: new Float32Array(4800).fill(255) }
    await expect(lpipsDistance(a, bytes, formula)).rejects.toThrow(/\[0, 1\].*255/)
  })
})

describe('compareImages', () => {
  const unit = (value: number): Float32Array => new Float32Array(4800).fill(value)
  it.each([
    ['bytes in an image of [0, 1]', { range: 'unit', width: 40, height: 40, data: unit(255) }],
    ['a range that is none', { range: 'foo', width: 40, height: 40, data: unit(0) }],
    ['data of another length', { range: 'unit', width: 40, height: 41, data: unit(0) }],
    ['floats called bytes', { range: 'uint8', width: 40, height: 40, data: unit(0) }],
    ['nothing', null],
  ])('%s is told, as argument and behind a reader of one’s own', async (_, image) => {
    const model = right(await loadLpipsModel(formula)())
    expect(await compareImages(model, image as never, a)()).toMatchObject({
      left: { _tag: 'InvalidInput', field: 'a' },
    })
    const read = () => async () => ({ _tag: 'Right', right: image }) as never
    const reward = lpips(model, { read })
    const [outcome] = await score(reward, [{ image: 1, reference: 2 }])
    expect(outcome).toMatchObject({ _tag: 'Failed', error: { _tag: 'InvalidInput' } })
    await reward[Symbol.asyncDispose]?.()
  })

  it('a model asked for nothing, or for sizes that differ, says so', async () => {
    const model = right(await loadLpipsModel(formula)())
    const small = formulaImage('noise', 30, 30)
    for (const task of [
      model.features([]),
      model.features([a, small]),
      model.compare([], []),
      model.compare([a, b], [a]),
      model.compare([a], [small]),
    ]) {
      expect(await task()).toMatchObject({ left: { _tag: 'InvalidInput' } })
    }
    await model[Symbol.asyncDispose]()
  })
})
