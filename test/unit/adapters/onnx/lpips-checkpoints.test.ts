import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { formulaWeights } from '../../../../src/adapters/onnx/lpips/formula-weights.js'
import { showError } from '../../../../src/core/error.js'
import { loadLpips, loadLpipsModel, lpipsDistance } from '../../../../src/lpips/index.js'
import { openCheckpoint } from '../../../../src/models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../../src/models/checkpoint/read-tensor.js'
import { writeSafetensors } from '../../../../src/models/checkpoint/write-safetensors.js'
import { score } from '../../../../src/score.js'
import { right } from '../../../golden/lpips/network.js'
import { floats, legacyOf, type StorageFile, type TensorFile, zipOf } from '../../models/checkpoint/torch-files.js'
import { a, b, env, formula, home } from './lpips-fixture.js'
import { cStrides } from '../../../../src/models/checkpoint/layout.js'

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
    expect(model.weights).toBe('formula')
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
          strides: cStrides(source.tensors.get(name)!.shape),
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

  it('of others are no formula', async () => {
    const backbone = await rewritten('real.safetensors', (key, shape, data) => [key, [...shape], data])
    const model = right(await loadLpipsModel({ net: 'squeeze', env, weights: { ...files, backbone } })())
    expect(model.weights).toBe('checkpoint')
    await model[Symbol.asyncDispose]()
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
    expect(await load({ heads: files.backbone })).toContain('lin0.model.1.weight [1, 64, 1, 1] of the heads of LPIPS')
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

  it.each([NaN, Infinity, 1e38])('with %s give no distance either, in floats or in bytes', async (odd) => {
    const backbone = await rewritten(`odd-${odd}.safetensors`, (key, shape, data) => [
      key,
      [...shape],
      key === 'features.0.weight' ? data.map(() => odd) : data,
    ])
    for (const precision of ['fp32', 'int8'] as const) {
      const distance = lpipsDistance(a, b, { net: 'squeeze', env, weights: { ...files, backbone }, precision })
      await expect(distance.then((value) => `a number: ${value}`)).rejects.toThrow(/finite/)
    }
  })

  it('whose heads are negative are refused: a distance is not', async () => {
    const checkpoint = right(await openCheckpoint(files.heads)())
    const tensors = await Promise.all(
      [...checkpoint.tensors].map(async ([name, { shape }]) => {
        const { data } = right(await readTensor(checkpoint, name)())
        return [name, { dtype: 'float32', shape, data: (data as Float32Array).map((value) => -value) }] as const
      }),
    )
    const heads = path.join(home, 'negative.safetensors')
    right(await writeSafetensors(heads, tensors)())
    expect(await load({ heads })).toMatch(/expected finite numbers from 0 on in lin0/)
  })

  it('load through links, as Hugging Face keeps them', async () => {
    mkdirSync(path.join(home, 'snapshot'), { recursive: true })
    const backbone = path.join(home, 'snapshot/model.safetensors')
    symlinkSync(path.relative(path.dirname(backbone), files.backbone), backbone)
    expect(await load({ backbone })).toBe('loaded')
  })

  it('asked for as a formula are told as such, whatever the files say', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'corl-load-'))
    mkdirSync(path.join(other, 'formula'))
    const plain = await rewritten('plain.safetensors', (key, shape, data) => [key, [...shape], data])
    copyFileSync(plain, path.join(other, 'formula', path.basename(files.backbone)))
    const model = right(await loadLpipsModel({ ...formula, env: { CORL_HOME: other } })())
    expect(model.weights).toBe('formula')
    await model[Symbol.asyncDispose]()
    rmSync(other, { recursive: true })
  })

  it('made of a formula are known as such under any name', async () => {
    const model = right(await loadLpipsModel({ net: 'squeeze', env, weights: files })())
    expect(model.weights).toBe('formula')
    await model[Symbol.asyncDispose]()
  })

  it('are not changed by being used', async () => {
    const before = readFileSync(files.backbone)
    expect(await load({})).toBe('loaded')
    expect(readFileSync(files.backbone).equals(before)).toBe(true)
  })
})
