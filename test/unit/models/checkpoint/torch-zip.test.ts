import { describe, expect, test } from 'vitest'
import { bytes, pickle, uint16, uint32, uint64 } from './pickle-writer.js'
import { readBytes, refusal, valuesOf } from './read.js'
import { floats, stateDict, torchZip, zipOf } from './torch-files.js'
import { zip, type ZipEntry } from './zip-writer.js'

const storage = floats('0', [1, 2, 3, 4, 5, 6])
const tensors = [{ name: 'w', storage }]
const good = zipOf(tensors)
const data = pickle(stateDict(tensors, false))
const version = { name: 'archive/version', data: Buffer.from('3\n') }
const extra = (fields: Partial<ZipEntry>): ZipEntry => ({ name: 'archive/x', data: Buffer.from('xyz'), ...fields })

describe('what torch and other writers of stored archives write', () => {
  test.each([
    ['any name of the folder', zipOf(tensors, { prefix: 'alexnet-owt-7be5be79' })],
    ['a name with a colon, as a time has it', zipOf(tensors, { prefix: 'run 12:30' })],
    ['zip64 records at the end', zipOf(tensors, { zip64: true })],
    ['padding up to a multiple of 64', zipOf(tensors, { pad: 43 })],
    ['a comment', zipOf(tensors, { comment: 'made by hand' })],
    [
      'no byte order, as before version 2.1',
      zip([
        { name: 'a/data.pkl', data },
        { name: 'a/data/0', data: storage.data },
        { name: 'a/version', data: Buffer.from('2') },
      ]),
    ],
    ['entries that nothing names', zipOf(tensors, { more: [extra({})] })],
    [
      'sizes that follow the values, as torch has them',
      zipOf(tensors, {
        more: [extra({ local: { flags: 2056, crc: 0, packed: 0, size: 0 }, central: { flags: 2056 } })],
      }),
    ],
    [
      'sizes in the zip64 field',
      zipOf(tensors, {
        more: [
          extra({
            central: {
              packed: 2 ** 32 - 1,
              size: 2 ** 32 - 1,
              extra: bytes(uint16(1), uint16(16), uint64(3), uint64(3)),
            },
          }),
        ],
      }),
    ],
  ])('%s', (_, file) => {
    expect(readBytes(file)).toMatchObject({ format: 'torch-zip', size: file.length })
    expect([...valuesOf(file, 'w').data]).toEqual([1, 2, 3, 4, 5, 6])
  })
})

test('the place of a tensor is that of its bytes in the file', () => {
  const { offset = 0, length } = readBytes(good).tensors.get('w') ?? {}
  expect(length).toBe(24)
  expect(good.subarray(offset, offset + 24).equals(storage.data)).toBe(true)
})

describe('a file cut off anywhere is refused', () => {
  test.each([...Array(good.length).keys()])('after %i bytes', (length) => {
    expect(refusal(good.subarray(0, length))._tag).toBe('BadFile')
  })
})

const lies: ReadonlyArray<readonly [what: string, file: Uint8Array, says: RegExp]> = [
  [
    'a compressed entry',
    zipOf(tensors, { more: [extra({ central: { method: 8 }, local: { method: 8 } })] }),
    /compressed; save it again/,
  ],
  ['an encrypted entry', zipOf(tensors, { more: [extra({ central: { flags: 1 } })] }), /encrypted/],
  ['an entry twice', zipOf(tensors, { more: [version] }), /twice/],
  ['two sizes of an entry', zipOf(tensors, { more: [extra({ central: { packed: 2 } })] }), /2 for 3/],
  ['another size in its own header', zipOf(tensors, { more: [extra({ local: { size: 2 } })] }), /header of/],
  ['another checksum in its own header', zipOf(tensors, { more: [extra({ local: { crc: 1 } })] }), /header of/],
  ['another method in its own header', zipOf(tensors, { more: [extra({ local: { method: 8 } })] }), /header of/],
  [
    'a size past the next entry',
    zipOf(tensors, { more: [extra({ central: { packed: 99, size: 99 }, local: { packed: 99, size: 99 } })] }),
    /to end before/,
  ],
  [
    'an entry on top of another',
    zipOf(tensors, { more: [extra({ name: 'archive/data.pkl2', central: { name: 'archive/data.pkl', offset: 0 } })] }),
    /twice/,
  ],
  ['a place past the end', zipOf(tensors, { more: [extra({ central: { offset: 2 ** 31 } })] }), /complete file/],
  ['a place that is no header', zipOf(tensors, { more: [extra({ central: { offset: 3 } })] }), /at byte 3/],
  [
    'a zip64 size without its field',
    zipOf(tensors, { more: [extra({ central: { size: 2 ** 32 - 1 } })] }),
    /zip64 field/,
  ],
  [
    'a zip64 field that is too short',
    zipOf(tensors, {
      more: [
        extra({ central: { size: 2 ** 32 - 1, packed: 2 ** 32 - 1, extra: bytes(uint16(1), uint16(8), uint64(3)) } }),
      ],
    }),
    /zip64 field/,
  ],
  [
    'a zip64 size of 2^62',
    zipOf(tensors, {
      more: [
        extra({
          central: {
            size: 2 ** 32 - 1,
            packed: 2 ** 32 - 1,
            extra: bytes(uint16(1), uint16(16), uint64(2n ** 62n), uint64(2n ** 62n)),
          },
        }),
      ],
    }),
    /header of/,
  ],
  ['more entries than there are', zipOf(tensors, { end: { entries: 9 } }), /entry of the directory|9 entries/],
  ['65,534 entries', zipOf(tensors, { end: { entries: 65534 } }), /65534 entries/],
  ['fewer entries than there are', zipOf(tensors, { end: { entries: 3 } }), /3 entries/],
  ['a directory elsewhere', zipOf(tensors, { end: { offset: 0 } }), /directory that ends/],
  ['a directory past the end', zipOf(tensors, { end: { offset: 2 ** 31 } }), /directory that ends/],
  ['a directory without entries', zip([]), /empty archive/],
  ['no data.pkl', zip([version]), /data\.pkl/],
  [
    'no version',
    zip([
      { name: 'a/data.pkl', data },
      { name: 'a/data/0', data: storage.data },
    ]),
    /version/,
  ],
  [
    'a version to come',
    zip([
      { name: 'a/data.pkl', data },
      { name: 'a/version', data: Buffer.from('11') },
    ]),
    /version/,
  ],
  [
    'big-endian values',
    zip([
      { name: 'a/data.pkl', data },
      { name: 'a/byteorder', data: Buffer.from('big') },
      { name: 'a/version', data: Buffer.from('3') },
    ]),
    /little-endian/,
  ],
  [
    'a program of TorchScript',
    zipOf(tensors, { more: [{ name: 'archive/constants.pkl', data: pickle('N') }] }),
    /tensors/,
  ],
  ['a pickle that is not what its checksum says', torchZip(data, [storage]).fill(0x88, 60, 61), /checksum/],
  ['a record of a word that is 100 bytes', zipOf(tensors, { more: [] }).subarray(0, 0), /checkpoint/],
  ['a storage shorter than its tensor', torchZip(data, [{ ...storage, data: new Uint8Array(20) }]), /24 bytes/],
  ['a storage longer than its tensor says', torchZip(data, [{ ...storage, data: new Uint8Array(28) }]), /24 bytes/],
  ['no storage', torchZip(data, []), /storage "0"/],
]

describe('an archive that lies is refused, and the error says about what', () => {
  test.each(lies)('%s', (_, file, says) => {
    const { expected, received } = refusal(file)
    expect(`expected ${expected}, got ${received}`).toMatch(says)
  })
})

test('zip64 records that say something else than the short ones are refused', () => {
  const file = zipOf(tensors, { zip64: true })
  const lie = Buffer.from(file)
  uint32(0).copy(lie, file.length - 22 + 16)
  expect(refusal(lie).received).toBe('two directories')
})
