import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { showError } from '../../../../src/core/error.js'
import { type WritableTensor, writeSafetensors } from '../../../../src/models/checkpoint/write-safetensors.js'
import { readBytes, valuesOf } from './read.js'

const folder = mkdtempSync(path.join(tmpdir(), 'corl-written-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Named = ReadonlyArray<readonly [string, WritableTensor]>

const bytesOf = async (tensors: Named, metadata: Record<string, string> = {}): Promise<Buffer> => {
  const file = path.join(folder, 'written.safetensors')
  const answer = await writeSafetensors(file, tensors, metadata)()
  if (answer._tag === 'Left') throw new Error(showError(answer.left))
  return readFileSync(file)
}

const floats = (...values: ReadonlyArray<number>): WritableTensor => ({
  dtype: 'float32',
  shape: [values.length],
  data: Float32Array.from(values),
})

describe('what was written is read again', () => {
  it.each<[string, WritableTensor]>([
    ['float32', { dtype: 'float32', shape: [1, 3], data: Float32Array.of(1.5, -0, 2 ** -149) }],
    ['int8', { dtype: 'int8', shape: [2, 2], data: Int8Array.of(-128, 127, -1, 0) }],
    ['uint8', { dtype: 'uint8', shape: [3], data: Uint8Array.of(0, 128, 255) }],
    ['a scalar', { dtype: 'int8', shape: [], data: Int8Array.of(-7) }],
    ['nothing at all', { dtype: 'uint8', shape: [0, 4], data: new Uint8Array(0) }],
    ['a part of an array', { dtype: 'int8', shape: [2], data: Int8Array.of(1, 2, 3, 4).subarray(1, 3) }],
  ])('%s', async (_, tensor) => {
    const bytes = await bytesOf([['t', tensor]])
    expect(readBytes(bytes).tensors.get('t')).toMatchObject({ dtype: tensor.dtype, shape: tensor.shape, inPlace: true })
    expect(valuesOf(bytes, 't').data).toEqual(await tensor.data)
  })

  it('tensors of several element types lie one after another, in their order', async () => {
    const bytes = await bytesOf(
      [
        ['bytes', { dtype: 'int8', shape: [3], data: Int8Array.of(-1, -2, -3) }],
        ['reals', floats(0.5, 0.25)],
        ['more', { dtype: 'uint8', shape: [1], data: Uint8Array.of(200) }],
      ],
      { 'corl-rewards': 'a layout' },
    )
    const { tensors, metadata } = readBytes(bytes)
    const [first, second, third] = [...tensors.values()]
    expect([...tensors.keys()]).toEqual(['bytes', 'reals', 'more'])
    expect(second!.offset).toBe(first!.offset + 3)
    expect(third!.offset).toBe(second!.offset + 8)
    expect(third!.offset + 1).toBe(bytes.length)
    expect(valuesOf(bytes, 'reals').data).toEqual(Float32Array.of(0.5, 0.25))
    expect(metadata).toEqual({ 'corl-rewards': 'a layout' })
  })
})

describe('values are asked for once, when their turn comes', () => {
  it('by a getter, or as a promise', async () => {
    const asked: Array<string> = []
    const lazy = (name: string, data: () => Int8Array | Promise<Int8Array>): Named[number] => [
      name,
      {
        dtype: 'int8',
        shape: [2],
        get data() {
          asked.push(name)
          return data()
        },
      },
    ]
    const bytes = await bytesOf([
      lazy('now', () => Int8Array.of(1, 2)),
      lazy('soon', () => Promise.resolve(Int8Array.of(3, 4))),
      lazy('later', async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return Int8Array.of(5, 6)
      }),
    ])
    expect(asked).toEqual(['now', 'soon', 'later'])
    expect(['now', 'soon', 'later'].map((name) => [...valuesOf(bytes, name).data])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
  })
})

describe('what cannot be written leaves the file that was there, and nothing beside it', () => {
  const refused = async (tensors: Named): Promise<string> => {
    const own = mkdtempSync(path.join(folder, 'refused-'))
    const file = path.join(own, 'kept.safetensors')
    writeFileSync(file, 'what was there')
    const answer = await writeSafetensors(file, tensors)()
    expect(readdirSync(own)).toEqual(['kept.safetensors'])
    expect(readFileSync(file, 'utf8')).toBe('what was there')
    return answer._tag === 'Left' ? showError(answer.left).replace(file, 'FILE') : 'written'
  }
  const bytes = (shape: ReadonlyArray<number>, data: WritableTensor['data']): WritableTensor =>
    ({ dtype: 'int8', shape, data }) as WritableTensor

  it.each<[string, Named, string]>([
    ['too few values', [['w', bytes([3], Int8Array.of(1, 2))]], 'expected 3 values for "w" for `FILE`, got 2'],
    ['too many values', [['w', bytes([1], Int8Array.of(1, 2))]], 'expected 1 values for "w" for `FILE`, got 2'],
    [
      'too few values, promised',
      [
        ['v', floats(1)],
        ['w', bytes([3], Promise.resolve(Int8Array.of(1)))],
      ],
      'expected 3 values for "w" for `FILE`, got 1',
    ],
    [
      'a name twice',
      [
        ['w', floats(1)],
        ['w', floats(2)],
      ],
      'expected each name once, and none of them __metadata__ for `FILE`, got "w"',
    ],
    [
      'the name of what a file says of itself',
      [['__metadata__', floats(1)]],
      'expected each name once, and none of them __metadata__ for `FILE`, got "__metadata__"',
    ],
  ])('%s', async (_, tensors, says) => {
    expect(await refused(tensors)).toBe(says)
  })

  it('a promise that is broken', async () => {
    const broken: WritableTensor = {
      dtype: 'int8',
      shape: [1],
      get data() {
        return Promise.reject<Int8Array>(new Error('no numbers'))
      },
    }
    expect(await refused([['w', broken]])).toBe('expected a file that can be written for `FILE`, got no numbers')
  })

  it('a getter that throws', async () => {
    const odd: WritableTensor = {
      dtype: 'uint8',
      shape: [1],
      get data(): Uint8Array {
        throw new Error('not to be had')
      },
    }
    expect(await refused([['w', odd]])).toContain('not to be had')
  })
})
