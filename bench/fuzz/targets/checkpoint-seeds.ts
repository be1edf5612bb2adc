import { formulaTensor } from '../../../src/formula/tensor.js'
import {
  bytes,
  call,
  dict,
  EMPTY_TUPLE,
  FALSE,
  float,
  global,
  int,
  list,
  ORDERED_DICT,
  type Piece,
  pickle,
  REDUCE,
  text,
  TRUE,
  tuple,
} from '../../../test/unit/models/checkpoint/pickle-writer.js'
import {
  floats,
  formulaFloats,
  legacyOf,
  safetensorsOf,
  stateDict,
  storageId,
  type StorageFile,
  tensorPiece,
  type TensorFile,
} from '../../../test/unit/models/checkpoint/torch-files.js'

/** A pickle and the storages it names: the torch files are put together around it anew each time. */
export interface PickleSeed {
  readonly legacy: boolean
  readonly pickle: Buffer
  readonly storages: ReadonlyArray<StorageFile>
}

const halves: StorageFile = { key: '1', type: 'HalfStorage', count: 6, data: new Uint8Array(12).fill(0x3c) }
const longs: StorageFile = { key: '2', type: 'LongStorage', count: 1, data: new Uint8Array(8).fill(1) }
const six = formulaFloats('0', 6)

const plain: ReadonlyArray<TensorFile> = [
  { name: 'features.0.weight', storage: six, shape: [2, 3], strides: [3, 1] },
  { name: 'half', storage: halves, shape: [3, 2], strides: [2, 1] },
  { name: 'steps', storage: longs, shape: [], strides: [] },
]

const views: ReadonlyArray<TensorFile> = [
  { name: 'base', storage: six, shape: [2, 3], strides: [3, 1] },
  { name: 'transposed', storage: six, shape: [3, 2], strides: [1, 3] },
  { name: 'tail', storage: six, shape: [2], strides: [2], start: 2 },
  { name: 'repeated', storage: six, shape: [4, 3], strides: [0, 1] },
  { name: 'none', storage: six, shape: [0, 3], strides: [3, 1] },
]

const nested = (legacy: boolean): Piece =>
  dict(
    [text('state_dict'), [stateDict(plain, legacy), dict([text('_metadata'), dict([text(''), int(1)])]), 'b']],
    [text('history'), list(int(1), float(2.5), TRUE, text('x'))],
    [text('pair'), tuple(int(-7), int(2 ** 40))],
    [text('size'), call(global('torch', 'Size'), tuple(int(2), int(3)))],
    [text('dtype'), global('torch', 'float32')],
    [int(3), tensorPiece(plain[0] as TensorFile, legacy)],
    [
      text('parameter'),
      call(
        global('torch._utils', '_rebuild_parameter'),
        tensorPiece(plain[1] as TensorFile, legacy),
        TRUE,
        ORDERED_DICT,
      ),
    ],
  )

/** Protocol 4: frames, names from the stack, memo slots in a row. */
const framed = (): Buffer => {
  const short = (value: string): Piece => [0x8c, value.length, value, 0x94]
  const body = bytes(
    [short('collections'), short('OrderedDict'), 0x93, EMPTY_TUPLE, REDUCE, 0x94, '(', short('w')],
    [short('torch._utils'), short('_rebuild_tensor_v2'), 0x93, 0x94, '('],
    [storageId(six, false), int(0), tuple(int(6)), tuple(int(1)), FALSE, ORDERED_DICT, 't', REDUCE, 'u.'],
  )
  return bytes(0x80, 4, 0x95, Buffer.from(BigInt64Array.of(BigInt(body.length)).buffer), body)
}

const both = (value: (legacy: boolean) => Piece, storages: ReadonlyArray<StorageFile>): ReadonlyArray<PickleSeed> =>
  [false, true].map((legacy) => ({ legacy, pickle: pickle(value(legacy)), storages }))

export const pickleSeeds: ReadonlyArray<PickleSeed> = [
  ...both((legacy) => stateDict(plain, legacy), [six, halves, longs]),
  ...both((legacy) => stateDict(views, legacy), [six]),
  ...both(nested, [six, halves, longs]),
  ...both((legacy) => tensorPiece(plain[0] as TensorFile, legacy), [six]),
  { legacy: false, pickle: framed(), storages: [six] },
]

/** The header and the values of a safetensors file. */
export const safetensorsSeed = {
  header: {
    __metadata__: { format: 'pt' },
    w: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    'b.0': { dtype: 'F16', shape: [3], data_offsets: [24, 30] },
    steps: { dtype: 'I64', shape: [], data_offsets: [30, 38] },
    none: { dtype: 'F32', shape: [0, 4], data_offsets: [38, 38] },
  },
  values: Buffer.from(formulaTensor({ key: 'fuzz', shape: [10], scale: 1, offset: 0 }).buffer).subarray(0, 38),
}

/** Files larger than what is around their values: memory is measured on these. */
const large = Array.from({ length: 12 }, (_, i) => ({
  name: `layer.${i}`,
  storage: floats(String(100 + i), new Float32Array(20_000)),
  shape: [100, 200],
  strides: i % 2 === 0 ? [200, 1] : [1, 100],
}))

export const largeSeed: PickleSeed = {
  legacy: false,
  pickle: pickle(stateDict(large, false)),
  storages: large.map(({ storage }) => storage),
}

export const largeFiles: ReadonlyArray<Buffer> = [
  legacyOf(large),
  safetensorsOf({ w: { dtype: 'F32', shape: [240_000], data_offsets: [0, 960_000] } }, new Uint8Array(960_000)),
]
