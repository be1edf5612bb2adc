import { formulaTensor } from '../../../../src/formula/tensor.js'
import {
  bytes,
  call,
  dict,
  FALSE,
  global,
  int,
  list,
  NONE,
  ORDERED_DICT,
  orderedDict,
  pickle,
  type Piece,
  text,
  TRUE,
  tuple,
  uint64,
} from './pickle-writer.js'
import { zip, type ZipEntry, type ZipOptions } from './zip-writer.js'

/** The values of a storage. */
export interface StorageFile {
  readonly key: string
  /** torch's name of the class: `FloatStorage`. */
  readonly type: string
  readonly count: number
  readonly data: Uint8Array
}

/** A tensor on a storage: all of it in one row where nothing else is said. */
export interface TensorFile {
  readonly name: string
  readonly storage: StorageFile
  readonly shape?: ReadonlyArray<number>
  readonly strides?: ReadonlyArray<number>
  readonly start?: number
}

/** float32 values on a storage. */
export const floats = (key: string, values: ArrayLike<number>): StorageFile => ({
  key,
  type: 'FloatStorage',
  count: values.length,
  data: new Uint8Array(Float32Array.from(values).buffer),
})

/** Values by formula on a storage. */
export const formulaFloats = (key: string, count: number): StorageFile =>
  floats(key, formulaTensor({ key: `pth|test|${key}`, shape: [count], scale: 1, offset: 0 }))

export const storageId = ({ key, type, count }: StorageFile, legacy: boolean): Piece => [
  tuple(text('storage'), global('torch', type), text(key), text('cpu'), int(count), ...(legacy ? [NONE] : [])),
  'Q',
]

/** A call of `_rebuild_tensor_v2`. */
export const tensorPiece = (tensor: TensorFile, legacy: boolean): Piece => {
  const { storage, shape = [storage.count], strides = [1], start = 0 } = tensor
  return call(
    global('torch._utils', '_rebuild_tensor_v2'),
    storageId(storage, legacy),
    int(start),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    FALSE,
    ORDERED_DICT,
  )
}

/** The state dict of these tensors, without PROTO and STOP. */
export const stateDict = (tensors: ReadonlyArray<TensorFile>, legacy: boolean): Piece =>
  orderedDict(...tensors.map((tensor) => [text(tensor.name), tensorPiece(tensor, legacy)] as const))

const storagesOf = (tensors: ReadonlyArray<TensorFile>): ReadonlyArray<StorageFile> => [
  ...new Map(tensors.map(({ storage }) => [storage.key, storage])).values(),
]

export interface ZipFileOptions extends ZipOptions {
  readonly prefix?: string
  readonly more?: ReadonlyArray<ZipEntry>
  readonly pad?: number
}

/** A file as torch.save has written it since 1.6, around any pickle. */
export const torchZip = (
  data: Uint8Array,
  storages: ReadonlyArray<StorageFile>,
  { prefix = 'archive', more = [], pad = 0, ...options }: ZipFileOptions = {},
): Buffer =>
  zip(
    [
      { name: `${prefix}/data.pkl`, data, pad },
      { name: `${prefix}/byteorder`, data: Buffer.from('little'), pad },
      ...storages.map((storage) => ({ name: `${prefix}/data/${storage.key}`, data: storage.data, pad })),
      { name: `${prefix}/version`, data: Buffer.from('3\n'), pad },
      ...more,
    ],
    options,
  )

export const MAGIC = 0x1950a86a20f9469cfc6cn

/** The system information of a legacy file. */
export const systemPiece = (protocol = 1001, littleEndian: Piece = TRUE): Piece =>
  dict(
    [text('protocol_version'), int(protocol)],
    [text('little_endian'), littleEndian],
    [text('type_sizes'), dict([text('short'), int(2)], [text('int'), int(4)], [text('long'), int(4)])],
  )

/** A file as torch.save wrote it before 1.6, around any pickle. */
export const torchLegacy = (
  object: Uint8Array,
  storages: ReadonlyArray<StorageFile>,
  {
    system = systemPiece(),
    keys = list(...storages.map(({ key }) => text(key))),
  }: { system?: Piece; keys?: Piece } = {},
): Buffer =>
  bytes(
    [pickle(int(MAGIC)), pickle(int(1001)), pickle(system), object, pickle(keys)],
    storages.map(({ count, data }) => [uint64(count), data]),
  )

/** Both files of a state dict. */
export const zipOf = (tensors: ReadonlyArray<TensorFile>, options: ZipFileOptions = {}): Buffer =>
  torchZip(pickle(stateDict(tensors, false)), storagesOf(tensors), options)

export const legacyOf = (tensors: ReadonlyArray<TensorFile>): Buffer =>
  torchLegacy(pickle(stateDict(tensors, true)), storagesOf(tensors))

/** A safetensors file with any header. */
export const safetensorsOf = (
  header: unknown,
  values: Uint8Array = new Uint8Array(),
  length?: number | bigint,
): Buffer => {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  return bytes(uint64(length ?? json.length), json, values)
}
