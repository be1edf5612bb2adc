/**
 * Writes the small part of the checkpoint goldens that is kept here: files put together byte by byte, values by formula. What the
 * manifests say follows from the formula, not from the readers.
 *
 *   npx tsx test/golden/lpips/make-small.ts
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formulaTensor } from '../../../src/formula/tensor.js'
import { dict, FALSE, global, int, orderedDict, pickle, text } from '../../unit/models/checkpoint/pickle-writer.js'
import {
  floats,
  legacyOf,
  safetensorsOf,
  type StorageFile,
  stateDict,
  systemPiece,
  type TensorFile,
  torchLegacy,
  torchZip,
  zipOf,
} from '../../unit/models/checkpoint/torch-files.js'

const here = import.meta.dirname

const write = (folder: string, name: string, bytes: Uint8Array): { bytes: number; sha256: string } => {
  mkdirSync(join(here, folder), { recursive: true })
  writeFileSync(join(here, folder, name), bytes)
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const writeManifest = (folder: string, files: object): void =>
  writeFileSync(
    join(here, folder, 'manifest.json'),
    `${JSON.stringify({ origin: 'test/golden/lpips/make-small.ts', files }, null, 2)}\n`,
  )

const values = [...formulaTensor({ key: 'pth|small|w', shape: [2, 3], scale: 1, offset: 0 })]
const w = floats('0', values)
/** 1, -2, 0.5 and the largest half; 3.140625 and -0 in bfloat16. */
const halves: StorageFile = { key: '1', type: 'HalfStorage', count: 4, data: Buffer.from('003c00c00038ff7b', 'hex') }
const brains: StorageFile = { key: '2', type: 'BFloat16Storage', count: 2, data: Buffer.from('49400080', 'hex') }
const longs: StorageFile = { key: '3', type: 'LongStorage', count: 1, data: Buffer.from('cb04fb711f010000', 'hex') }

const tensors: ReadonlyArray<TensorFile> = [
  { name: 'w', storage: w, shape: [2, 3], strides: [3, 1] },
  { name: 'transposed', storage: w, shape: [3, 2], strides: [1, 3] },
  { name: 'repeated', storage: w, shape: [2, 3], strides: [0, 1] },
  { name: 'tail', storage: w, shape: [2], strides: [2], start: 3 },
  { name: 'empty', storage: w, shape: [0, 3], strides: [3, 1] },
  { name: 'half', storage: halves, shape: [4] },
  { name: 'brain', storage: brains, shape: [2] },
  { name: 'steps', storage: longs, shape: [], strides: [] },
]

const at = (...places: ReadonlyArray<number>): ReadonlyArray<number> => places.map((place) => values[place] as number)
const contents = {
  w: { dtype: 'float32', shape: [2, 3], contiguous: true, values },
  transposed: { dtype: 'float32', shape: [3, 2], contiguous: false, values: at(0, 3, 1, 4, 2, 5) },
  repeated: { dtype: 'float32', shape: [2, 3], contiguous: false, values: at(0, 1, 2, 0, 1, 2) },
  tail: { dtype: 'float32', shape: [2], contiguous: false, values: at(3, 5) },
  empty: { dtype: 'float32', shape: [0, 3], contiguous: true, values: [] },
  half: { dtype: 'float16', shape: [4], contiguous: true, values: [1, -2, 0.5, 65504] },
  // JSON has no -0 that survives a writer: the last value is left to the unit tests.
  brain: { dtype: 'bfloat16', shape: [2], contiguous: true, index: [0], value: [3.140625] },
  steps: { dtype: 'int64', shape: [], contiguous: true, values: [1234567890123] },
}

const nested = {
  legacy: (legacy: boolean) => pickle(dict([text('state_dict'), stateDict(tensors, legacy)], [text('epoch'), int(3)])),
}
const nestedContents = {
  ...Object.fromEntries(Object.entries(contents).map(([name, content]) => [`state_dict/${name}`, content])),
  epoch: { python_value: 3 },
}
const storages = [w, halves, brains, longs]

writeManifest('pth', {
  'small_zip.pth': {
    container: 'zip',
    content: contents,
    ...write('pth', 'small_zip.pth', zipOf(tensors, { zip64: true, pad: 40 })),
  },
  'small_legacy.pth': {
    container: 'legacy',
    content: contents,
    ...write('pth', 'small_legacy.pth', legacyOf(tensors)),
  },
  'small_nested_zip.pth': {
    container: 'zip',
    content: nestedContents,
    ...write('pth', 'small_nested_zip.pth', torchZip(nested.legacy(false), storages)),
  },
  'small_nested_legacy.pth': {
    container: 'legacy',
    content: nestedContents,
    ...write('pth', 'small_nested_legacy.pth', torchLegacy(nested.legacy(true), storages)),
  },
})

const good = [{ name: 'w', storage: w, shape: [2, 3], strides: [3, 1] }]
const goodZip = zipOf(good)
const evil = [global('os', 'system'), '(', text('true'), 't', 'R']
const bomb: TensorFile = { name: 'w', storage: w, shape: [2 ** 27, 2 ** 27], strides: [0, 0] }

const hostile: Readonly<Record<string, readonly [what: string, expect: string, bytes: Uint8Array]>> = {
  'good_zip.pth': ['the well-formed counterpart', 'load', goodZip],
  'good_legacy.pth': ['the well-formed counterpart', 'load', legacyOf(good)],
  'exec.zip.pth': ['a call of os.system', 'refuse', torchZip(pickle(evil), [])],
  'exec.legacy.pth': ['a call of os.system', 'refuse', torchLegacy(pickle(evil), [])],
  'exec_in_sysinfo.pth': [
    'the call hides in the system information',
    'refuse',
    torchLegacy(pickle(stateDict(good, true)), [w], { system: evil }),
  ],
  'exec_in_keys.pth': [
    'the call hides in the list of keys',
    'refuse',
    torchLegacy(pickle(stateDict(good, true)), [w], { keys: evil }),
  ],
  'big_endian.pth': [
    'the system information says big-endian',
    'refuse',
    torchLegacy(pickle(stateDict(good, true)), [w], { system: systemPiece(1001, FALSE) }),
  ],
  'prototype_names.pth': [
    'tensors named __proto__ and constructor',
    'load or refuse, never pollute',
    zipOf(['__proto__', 'constructor', 'toString'].map((name) => ({ name, storage: w }))),
  ],
  'storage_missing.pth': ['the storage is not in the archive', 'refuse', torchZip(pickle(stateDict(good, false)), [])],
  'expand_bomb.pth': [
    '2^54 elements from four bytes',
    'refuse above a stated size limit, without allocating first',
    zipOf([bomb]),
  ],
  'cut.pth': ['the archive cut in half', 'refuse', goodZip.subarray(0, goodZip.length / 2)],
  'empty.pth': ['zero bytes', 'refuse', Buffer.alloc(0)],
  'page.pth': ['a web page', 'refuse', Buffer.from('<!DOCTYPE html><html><body>404</body></html>')],
  'overlap.safetensors': [
    'two tensors on the same bytes',
    'refuse',
    safetensorsOf(
      { a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] }, b: { dtype: 'U8', shape: [4], data_offsets: [2, 6] } },
      Buffer.alloc(6),
    ),
  ],
  'empty_dict.pth': ['no tensor at all', 'load or refuse, never hang', torchZip(pickle(orderedDict()), [])],
}

writeManifest(
  'hostile',
  Object.fromEntries(
    Object.entries(hostile).map(([name, [what, expected, bytes]]) => [
      name,
      { what, expect: expected, ...write('hostile', name, bytes) },
    ]),
  ),
)
