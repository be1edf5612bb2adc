import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formulaWeights } from '../../../../src/adapters/onnx/lpips/formula-weights.js'
import { showError } from '../../../../src/core/error.js'
import { distort, formulaImage } from '../../../../src/formula/image.js'
import { toSigned, toUnit } from '../../../../src/image/convert.js'
import { loadLpips, loadLpipsModel, lpipsComparison, lpipsDistance, releaseLpips } from '../../../../src/lpips/index.js'
import { openCheckpoint } from '../../../../src/models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../../src/models/checkpoint/read-tensor.js'
import { writeSafetensors } from '../../../../src/models/checkpoint/write-safetensors.js'
import { RewardException, score } from '../../../../src/score.js'
import { right } from '../../../golden/lpips/network.js'
import { floats, legacyOf, type StorageFile, type TensorFile, zipOf } from '../../models/checkpoint/torch-files.js'

/** Strides of C order, in elements. */
const stridesOf = (shape: ReadonlyArray<number>): ReadonlyArray<number> =>
  shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1))

const home = mkdtempSync(path.join(tmpdir(), 'corl-load-'))
const env = { CORL_HOME: home }
const formula = { net: 'squeeze', weights: 'formula', env } as const
afterAll(async () => {
  await releaseLpips()
  rmSync(home, { recursive: true, force: true })
})

const a = formulaImage('discs', 40, 40)
const b = distort(a, 'blur')

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
    for (const options of [{}, { memoryBytes: 1 }, { threads: 2, memoryBytes: 2_000_000 }]) {
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
      'lpips: expected the size of the other image, 40 x 40 for `b`, got 41 x 40',
    )
    await expect(lpipsDistance(a, 'no-such-file.png', formula)).rejects.toThrow('lpips: expected')
  })

  it('tells floats that are out of their range', async () => {
    const bytes = { range: 'unit', width: 40, height: 40, data: new Float32Array(4800).fill(255) }
    await expect(lpipsDistance(a, bytes, formula)).rejects.toThrow(/\[0, 1\].*255/)
  })
})

describe('checkpoints', () => {
  let files: { backbone: string; heads: string }
  beforeAll(async () => {
    files = right(await formulaWeights('squeeze', home)())
  })

  const load = async (changed: Partial<typeof files>): Promise<string> => {
    const model = await loadLpipsModel({ net: 'squeeze', env, weights: { ...files, ...changed } })()
    if (isLeft(model)) return showError(model.left)
    await model.right[Symbol.asyncDispose]()
    return 'loaded'
  }

  /** The same checkpoint with some tensors changed or left out. */
  const rewritten = async (
    name: string,
    change: (
      name: string,
      shape: ReadonlyArray<number>,
      data: Float32Array,
    ) => [string, number[], Float32Array] | undefined,
  ): Promise<string> => {
    const checkpoint = right(await openCheckpoint(files.backbone)())
    const tensors: Array<readonly [string, { dtype: 'float32'; shape: ReadonlyArray<number>; data: Float32Array }]> = []
    for (const [key, { shape }] of checkpoint.tensors) {
      const { data } = right(await readTensor(checkpoint, key)())
      const changed = change(key, shape, data as Float32Array)
      if (changed !== undefined) tensors.push([changed[0], { dtype: 'float32', shape: changed[1], data: changed[2] }])
    }
    const file = path.join(home, name)
    right(await writeSafetensors(file, tensors)())
    return file
  }

  it('load from the folder a user names', async () => {
    const modelDir = path.join(home, 'mine')
    mkdirSync(modelDir)
    copyFileSync(files.backbone, path.join(modelDir, 'squeezenet1_1-b8a52dc0.pth'))
    copyFileSync(files.heads, path.join(modelDir, 'squeeze.pth'))
    const model = right(await loadLpipsModel({ net: 'squeeze', env, modelDir })())
    expect(model.weights).toBe('checkpoint')
    await model[Symbol.asyncDispose]()
  })

  it('of torch, zip and legacy, in float32 and bfloat16, give the distance of their values', async () => {
    const source = right(await openCheckpoint(files.backbone)())
    const names = [...source.tensors.keys()]
    const values = new Map<string, Float32Array>()
    for (const name of names) values.set(name, right(await readTensor(source, name)()).data as Float32Array)
    const exact = await lpipsDistance(a, b, formula)
    const half = (value: number): number => {
      const bits = new DataView(new ArrayBuffer(4))
      bits.setFloat32(0, value)
      return bits.getUint16(0)
    }
    const tensors = (type: 'float32' | 'bfloat16'): ReadonlyArray<TensorFile> =>
      names.map((name, k) => {
        const data = values.get(name)!
        const storage: StorageFile =
          type === 'float32'
            ? floats(String(k), data)
            : {
                key: String(k),
                type: 'BFloat16Storage',
                count: data.length,
                data: new Uint8Array(Uint16Array.from(data, half).buffer),
              }
        return {
          name,
          storage,
          shape: source.tensors.get(name)!.shape,
          strides: stridesOf(source.tensors.get(name)!.shape),
        }
      })
    const write = (name: string, bytes: Uint8Array): string => {
      const file = path.join(home, name)
      writeFileSync(file, bytes)
      return file
    }
    const distanceWith = (backbone: string): Promise<number> =>
      lpipsDistance(a, b, { net: 'squeeze', env, weights: { ...files, backbone } })
    expect(await distanceWith(write('zip.pth', zipOf(tensors('float32'))))).toBe(exact)
    expect(await distanceWith(write('legacy.pth', legacyOf(tensors('float32'))))).toBe(exact)
    const zip16 = await distanceWith(write('zip16.pth', zipOf(tensors('bfloat16'))))
    const legacy16 = await distanceWith(write('legacy16.pth', legacyOf(tensors('bfloat16'))))
    expect(zip16).toBe(legacy16)
    expect(zip16).not.toBe(exact)
    expect(Math.abs(zip16 - exact)).toBeLessThan(0.05 * exact)
  })

  it('load under a prefix, as trainers wrap them', async () => {
    const backbone = await rewritten('wrapped.safetensors', (key, shape, data) => [`module.${key}`, [...shape], data])
    expect(await load({ backbone })).toBe('loaded')
  })

  it('are refused without a tensor, or with one of another shape, by name', async () => {
    const without = await rewritten('without.safetensors', (key, shape, data) =>
      key === 'features.6.squeeze.bias' ? undefined : [key, [...shape], data],
    )
    expect(await load({ backbone: without })).toBe(
      `expected features.6.squeeze.bias [32] of squeezenet1_1 for \`${without}\`, got a checkpoint without it`,
    )
    const other = await rewritten('other.safetensors', (key, shape, data) =>
      key === 'features.0.weight' ? [key, [64, 27, 1, 1], data] : [key, [...shape], data],
    )
    expect(await load({ backbone: other })).toBe(
      `expected features.0.weight [64, 3, 3, 3] of squeezenet1_1 for \`${other}\`, got float32 [64, 27, 1, 1]`,
    )
  })

  it('are refused where the two files are exchanged, or one is a web page', async () => {
    expect(await load({ heads: files.backbone })).toContain('lin0.model.1.weight [1, 64, 1, 1], a head of LPIPS')
    expect(await load({ backbone: files.heads })).toContain('features.0.weight [64, 3, 3, 3] of squeezenet1_1')
    const page = path.join(home, 'page.pth')
    writeFileSync(page, '<!DOCTYPE html><html></html>')
    expect(await load({ backbone: page })).toContain(page)
  })

  it('with a NaN give a failed sample, never a number', async () => {
    const backbone = await rewritten('nan.safetensors', (key, shape, data) => [
      key,
      [...shape],
      key === 'features.0.bias' ? data.map(() => NaN) : data,
    ])
    const reward = right(await loadLpips({ net: 'squeeze', env, weights: { ...files, backbone } })())
    const outcomes = await score(reward, [{ image: a, reference: b }])
    expect(outcomes).toMatchObject([{ _tag: 'Failed', error: { _tag: 'NonFinite' } }])
    await reward[Symbol.asyncDispose]()
  })

  it('are not changed by being used', async () => {
    const before = readFileSync(files.backbone)
    expect(await load({})).toBe('loaded')
    expect(readFileSync(files.backbone).equals(before)).toBe(true)
  })
})
