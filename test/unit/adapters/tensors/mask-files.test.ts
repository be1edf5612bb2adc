import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenReader } from '../../../../src/adapters/tensors/token-reader.js'
import { writeSafetensors } from '../../../../src/models/checkpoint/write-safetensors.js'
import { score } from '../../../../src/score.js'
import { textImageMatching } from '../../../../src/text-image-matching/text-image-matching.js'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corl-masks-'))
  await writeSafetensors(join(folder, 'masks.safetensors'), [
    ['bytes', { dtype: 'uint8', shape: [1, 3], data: Uint8Array.of(1, 0, 0) }],
    ['floats', { dtype: 'float32', shape: [3], data: Float32Array.of(1, 0, 0) }],
    ['two', { dtype: 'int8', shape: [2], data: Int8Array.of(1, 0) }],
    ['half', { dtype: 'float32', shape: [3], data: Float32Array.of(1, 0.5, 0) }],
    ['column', { dtype: 'uint8', shape: [3, 1], data: Uint8Array.of(1, 0, 0) }],
  ])()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** An `.npy` file, version 1, by the format's description. */
const npy = (descr: string, shape: string, data: ArrayBufferView, order = 'False'): string => {
  const header = Buffer.from(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`)
  const begin = Buffer.from('\x93NUMPY\x01\0\0\0', 'latin1')
  begin.writeUInt16LE(header.length, 8)
  const path = join(folder, `${descr.replace(/\W/, '')}${order}.npy`)
  writeFileSync(path, Buffer.concat([begin, header, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]))
  return path
}

const reward = textImageMatching({ read: tokenReader() })

/** Text tokens of which only the first may count. */
const withMask = (textMask: unknown): object => ({
  imageTokens: [[1, 0], [0, 1]], // prettier-ignore
  textTokens: [[1, 0], [NaN, 0], [0, 1]], // prettier-ignore
  textMask,
})

const FIRST = { value: 0.75, detail: { textTokens: 1 } }

describe('a mask in a file', () => {
  test.each([
    ['|b1', Uint8Array.of(1, 0, 0)],
    ['|u1', Uint8Array.of(1, 0, 0)],
    ['|i1', Int8Array.of(1, 0, 0)],
    ['<i4', Int32Array.of(1, 0, 0)],
    ['<i8', BigInt64Array.of(1n, 0n, 0n)],
    ['<f2', Uint16Array.of(0x3c00, 0, 0)],
    ['<f4', Float32Array.of(1, 0, 0)],
    ['<f8', Float64Array.of(1, 0, 0)],
  ])('.npy of %s', async (descr, data) => {
    const samples = [npy(descr, '(3,)', data), npy(descr, '(1, 3)', data, 'True')].map(withMask)
    expect(await score(reward, samples)).toMatchObject([FIRST, FIRST])
  })

  test.each(['#bytes', '#floats'])('.safetensors%s', async (name) => {
    const path = join(folder, 'masks.safetensors')
    const samples = [path + name, pathToFileURL(path).href + name].map(withMask)
    expect(await score(reward, samples)).toMatchObject([FIRST, FIRST])
  })

  test.each([
    ['masks.safetensors#two', 'a mask of the shape [3]', '[2]'],
    ['masks.safetensors#column', 'a mask of the shape [3]', '[3, 1]'],
    ['masks.safetensors#half', '0 or 1 for every token', '0.5 at 1'],
    ['masks.safetensors', 'the name of one of its 5 tensors, as in file.safetensors#name', 'none'],
    ['absent.npy', 'a file that can be read', 'no file of that name'],
    ['mask.txt', 'the path of an .npy, .safetensors, .pt, .pth or .bin file', ''],
  ])('%s', async (name, expected, received) => {
    expect(await score(reward, [withMask(join(folder, name))])).toMatchObject([
      { error: { _tag: 'InvalidInput', field: 'textMask', expected, received: expect.stringContaining(received) } },
    ])
  })

  test('of other elements', async () => {
    expect(await score(reward, [withMask(npy('<u2', '(3,)', Uint16Array.of(1, 0, 0)))])).toMatchObject([
      { error: { field: 'textMask', received: expect.stringContaining(`"<u2"; save the array .astype('|b1')`) } },
    ])
  })

  test('is for the reader: without it a text is no mask', async () => {
    expect(await score(textImageMatching(), [withMask('mask.npy')])).toMatchObject([
      { error: { field: 'textMask', expected: 'an array of 0 and 1, {dtype, shape, data} or a tensor' } },
    ])
  })

  test('stands beside masks in memory', async () => {
    expect(await score(reward, [withMask([1, 0, 0]), withMask(null)])).toMatchObject([
      FIRST,
      { error: { field: 'textTokens', received: 'NaN at [1][0]' } },
    ])
  })
})
