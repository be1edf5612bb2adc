import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readWeights, type TensorView, type WantedTensors } from '../../../../src/adapters/onnx/checkpoint-weights.js'
import { GraphWriter } from '../../../../src/adapters/onnx/graph.js'
import { showError } from '../../../../src/core/error.js'
import { cStrides } from '../../../../src/models/checkpoint/layout.js'
import {
  legacyOf,
  safetensorsOf,
  type StorageFile,
  type TensorFile,
  zipOf,
} from '../../models/checkpoint/torch-files.js'
import { left, right } from './huggingface/folder.js'
import { graphs, run } from './run-graph.js'

/** Two tensors of numbers that every element type holds. */
const W = Float32Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? i : -i / 2))
const B = Float32Array.of(0.5, -0.25, 8)
const TENSORS = { w: { shape: [4, 3, 2], data: W }, b: { shape: [3], data: B } } as const
const wanted: WantedTensors = new Map([
  ['w', [4, 3, 2]],
  ['b', [3]],
])

const bfloat16 = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16
/** Of numbers that are 0 or normal in float16. */
const float16 = (value: number): number => {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!
  const exponent = ((bits >>> 23) & 255) - 112
  return ((bits >>> 16) & 0x8000) | (value === 0 ? 0 : (exponent << 10) | ((bits >>> 13) & 1023))
}
const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength)

/** The element types of files: how numbers become bytes, and the names they go by. */
const TYPES = {
  float64: { F: 'F64', storage: 'DoubleStorage', bytes: (data: Float32Array) => bytesOf(Float64Array.from(data)) },
  float32: { F: 'F32', storage: 'FloatStorage', bytes: (data: Float32Array) => bytesOf(data) },
  float16: {
    F: 'F16',
    storage: 'HalfStorage',
    bytes: (data: Float32Array) => bytesOf(Uint16Array.from(data, float16)),
  },
  bfloat16: {
    F: 'BF16',
    storage: 'BFloat16Storage',
    bytes: (data: Float32Array) => bytesOf(Uint16Array.from(data, bfloat16)),
  },
} as const
type Type = keyof typeof TYPES

const inSafetensors = (type: Type, prefix = ''): Buffer => {
  let end = 0
  const entries = Object.entries(TENSORS).map(([name, { shape, data }]) => {
    const bytes = TYPES[type].bytes(data)
    const begin = end
    end += bytes.length
    return { name: prefix + name, entry: { dtype: TYPES[type].F, shape, data_offsets: [begin, end] }, bytes }
  })
  return safetensorsOf(
    Object.fromEntries([
      ['__metadata__', { format: 'pt' }],
      ...entries.map(({ name, entry }) => [name, entry] as const),
    ]),
    Buffer.concat(entries.map(({ bytes }) => bytes)),
  )
}

const storage = (key: string, type: Type, data: Float32Array): StorageFile => ({
  key,
  type: TYPES[type].storage,
  count: data.length,
  data: TYPES[type].bytes(data),
})

const inTorch = (type: Type, prefix = ''): ReadonlyArray<TensorFile> =>
  Object.entries(TENSORS).map(([name, { shape, data }], key) => ({
    name: prefix + name,
    storage: storage(String(key), type, data),
    shape,
    strides: cStrides(shape),
  }))

/** `w` is turned, both lie in one storage, and something else lies before them. */
const notInOrder = (type: Type): ReadonlyArray<TensorFile> => {
  const turned = Float32Array.from(W, (_, i) => W[(i % 4) * 6 + Math.floor(i / 4)]!)
  const shared = storage('0', type, Float32Array.of(99, 98, ...turned, ...B))
  return [
    { name: 'w', storage: shared, shape: [4, 3, 2], strides: [1, 8, 4], start: 2 },
    { name: 'b', storage: shared, shape: [3], strides: [1], start: 26 },
  ]
}

let count = 0
const written = (bytes: Uint8Array): string => {
  const file = path.join(graphs, `weights-${count++}.bin`)
  writeFileSync(file, bytes)
  return file
}

/** What a graph beside the file finds in views of its tensors. */
const seen = async (
  file: string,
  views: ReadonlyArray<readonly [tensor: string, view?: TensorView]>,
  want: WantedTensors = wanted,
) => {
  const weights = right(await readWeights(file, 'the network', want)())
  const graph = new GraphWriter('views')
  const tensor = weights.writer(graph, path.basename(file))
  views.forEach(([name, view], i) => {
    graph.output(graph.node('Identity', `seen.${i}`, [tensor(name, view)]), 'float32', [`size.${i}`])
  })
  const outputs = await run(graph)
  return views.map((_, i) => ({ shape: outputs[`seen.${i}`]!.shape, data: [...outputs[`seen.${i}`]!.data] }))
}

const FILES: ReadonlyArray<readonly [string, Buffer]> = (
  ['float32', 'float16', 'bfloat16', 'float64'] as const
).flatMap(
  (type) =>
    [
      [`safetensors, ${type}`, inSafetensors(type)],
      [`torch zip, ${type}`, zipOf(inTorch(type))],
      [`torch zip, ${type}, not in order`, zipOf(notInOrder(type))],
      [`torch legacy, ${type}`, legacyOf(inTorch(type))],
      [`torch legacy, ${type}, not in order`, legacyOf(notInOrder(type))],
    ] as const,
)

describe.each(FILES)('%s', (_, bytes) => {
  const file = written(bytes)

  it('a tensor is what the file has', async () => {
    expect(await seen(file, [['w'], ['b']])).toEqual([
      { shape: [4, 3, 2], data: [...W] },
      { shape: [3], data: [...B] },
    ])
  })

  it('some of its rows lie one after another, and each view is a tensor of its own', async () => {
    expect(
      await seen(file, [
        ['w', { name: 'w.first', rows: [0, 1] }],
        ['w', { name: 'w.middle', rows: [1, 3] }],
        ['w', { name: 'w.last', rows: [3, 4] }],
        ['w'],
        ['b', { name: 'b.last', rows: [2, 3] }],
      ]),
    ).toEqual([
      { shape: [1, 3, 2], data: [...W.subarray(0, 6)] },
      { shape: [2, 3, 2], data: [...W.subarray(6, 18)] },
      { shape: [1, 3, 2], data: [...W.subarray(18)] },
      { shape: [4, 3, 2], data: [...W] },
      { shape: [1], data: [8] },
    ])
  })

  it('in another shape it is the same numbers, and so are its rows', async () => {
    expect(
      await seen(file, [
        ['w', { name: 'w.heads', shape: [2, 2, 6] }],
        ['w', { name: 'w.some', rows: [2, 4], shape: [3, 4] }],
        ['b', { name: 'b.column', shape: [3, 1] }],
      ]),
    ).toEqual([
      { shape: [2, 2, 6], data: [...W] },
      { shape: [3, 4], data: [...W.subarray(12)] },
      { shape: [3, 1], data: [...B] },
    ])
  })

  it('is read as float32', async () => {
    const weights = right(await readWeights(file, 'the network', wanted)())
    expect(right(await weights.read('w')())).toEqual(W)
    expect(right(await weights.read('b')())).toEqual(B)
  })
})

describe('names', () => {
  it.each([
    ['module.', inSafetensors('float32', 'module.')],
    ['state_dict.model.', zipOf(inTorch('float32', 'state_dict.model.'))],
  ])('are found under the prefix %s', async (_, bytes) => {
    const file = written(bytes)
    expect(await seen(file, [['b']])).toEqual([{ shape: [3], data: [...B] }])
    expect(right(await right(await readWeights(file, 'the network', wanted)()).read('w')())).toEqual(W)
  })

  it('that end alike are no prefix where the name itself is there', async () => {
    const other = { dtype: 'F32', shape: [3], data_offsets: [0, 12] }
    const own = { dtype: 'F32', shape: [3], data_offsets: [12, 24] }
    const values = Buffer.concat([bytesOf(Float32Array.of(9, 9, 9)), bytesOf(B)])
    const file = written(safetensorsOf({ 'other.b': other, b: own }, values))
    expect(await seen(file, [['b']], new Map([['b', [3]]]))).toEqual([{ shape: [3], data: [...B] }])
  })

  it('that are not wanted are let be, whatever they hold', async () => {
    const ids = { dtype: 'I64', shape: [1, 2], data_offsets: [12, 28] }
    const values = Buffer.concat([bytesOf(B), Buffer.alloc(16)])
    const file = written(safetensorsOf({ b: { dtype: 'F32', shape: [3], data_offsets: [0, 12] }, ids }, values))
    expect(await seen(file, [['b']], new Map([['b', [3]]]))).toEqual([{ shape: [3], data: [...B] }])
  })

  it('of what the file says of itself are kept', async () => {
    const weights = right(await readWeights(written(inSafetensors('float32')), 'the network', wanted)())
    expect(weights.metadata).toEqual({ format: 'pt' })
  })
})

describe('a checkpoint is refused, the tensor named', () => {
  const refusal = async (bytes: Uint8Array, want: WantedTensors): Promise<string> => {
    const file = written(bytes)
    return showError(left(await readWeights(file, 'the network', want)())).replace(file, 'FILE')
  }

  it('without it', async () => {
    expect(await refusal(inSafetensors('float32'), new Map([...wanted, ['v', [2, 2]]]))).toBe(
      'expected v [2, 2] of the network for `FILE`, got a checkpoint without it',
    )
  })

  it('with one that a network of this size has no use for', async () => {
    const file = written(inSafetensors('float32', 'module.'))
    const read = await readWeights(file, 'the network', new Map([['w', [4, 3, 2]]]), ['v', 'b'])()
    expect(showError(left(read)).replace(file, 'FILE')).toBe(
      'expected no module.b in the network of so few layers as config.json says for `FILE`, got a checkpoint with it',
    )
    expect(right(await readWeights(file, 'the network', wanted, ['v'])())).toBeDefined()
  })

  it('without any of them', async () => {
    expect(await refusal(inSafetensors('float32'), new Map([['a', [1]]]))).toBe(
      'expected a [1] of the network for `FILE`, got a checkpoint without it',
    )
  })

  it.each([[[4, 6]], [[4, 3, 3]], [[24]], [[]], [[4, 3, 2, 1]]])('of another shape than %j', async (shape) => {
    expect(await refusal(zipOf(inTorch('float16')), new Map([['w', shape]]))).toBe(
      `expected w [${shape.join(', ')}] of the network for \`FILE\`, got float16 [4, 3, 2]`,
    )
  })

  it.each([
    ['I64', 'int64', 8],
    ['I32', 'int32', 4],
    ['I8', 'int8', 1],
    ['U8', 'uint8', 1],
    ['BOOL', 'bool', 1],
  ])('of whole numbers, %s', async (dtype, called, bytes) => {
    const file = safetensorsOf({ b: { dtype, shape: [3], data_offsets: [0, 3 * bytes] } }, Buffer.alloc(3 * bytes))
    expect(await refusal(file, new Map([['b', [3]]]))).toBe(`expected real numbers in b for \`FILE\`, got ${called}`)
  })
})

it.each([NaN, Infinity, -Infinity])('a tensor with %s is named, where that is asked for', async (odd) => {
  const tensors = {
    ...TENSORS,
    b: { shape: [3], data: Float32Array.of(0, odd, 1) },
  }
  const files = Object.entries(tensors).map(([name, { shape, data }], key) => ({
    name: `module.${name}`,
    storage: storage(String(key), 'float32', data),
    shape,
    strides: cStrides(shape),
  }))
  const file = written(zipOf(files))
  const weights = right(await readWeights(file, 'the network', wanted)())
  const said = { _tag: 'BadFile', file, expected: 'finite numbers in module.b', received: String(odd) }
  expect(left(await weights.requireFinite()())).toEqual(said)
  expect(left(await weights.requireFinite(['b'])())).toEqual(said)
  right(await weights.requireFinite(['w'])())
})
