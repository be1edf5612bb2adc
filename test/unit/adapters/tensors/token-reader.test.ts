import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenReader } from '../../../../src/adapters/tensors/token-reader.js'
import { writeSafetensors } from '../../../../src/models/checkpoint/write-safetensors.js'
import { score } from '../../../../src/score.js'
import { textImageMatching } from '../../../../src/text-image-matching/text-image-matching.js'

const OWNER = { reward: 'r', field: 'imageTokens' }

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corl-tokens-'))
  const tensor = (shape: ReadonlyArray<number>, ...data: Array<number>) =>
    ({ dtype: 'float32', shape, data: Float32Array.from(data) }) as const
  await writeSafetensors(join(folder, 'one.safetensors'), [['only', tensor([2, 2], 1, 0, 0, 1)]])()
  await writeSafetensors(join(folder, 'two.safetensors'), [
    ['a#b', tensor([1, 1, 2], 1, 0)],
    ['flat', tensor([2], 1, 0)],
  ])()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** An `.npy` file by the format's description. */
const npy = (header: string, data: ArrayBufferView, version: 1 | 2 | 3 = 1): Buffer => {
  const length = Buffer.alloc(version === 1 ? 2 : 4)
  if (version === 1) length.writeUInt16LE(header.length)
  else length.writeUInt32LE(header.length)
  const magic = Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\0`, 'latin1')
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return Buffer.concat([magic, length, Buffer.from(header), bytes])
}

const head = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`

const written = (name: string, bytes: Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const read = (input: unknown, options = {}) => tokenReader(options)(input, OWNER)()

const SIX = Float32Array.of(1, 2, 3, 4, 5, 6)
const matrix = { shape: [2, 3], data: SIX }

describe('.npy', () => {
  test('as NumPy 2.4 saves a matrix in Fortran order', async () => {
    const saved =
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAPwAAAEAAAIDA'
    expect(await read(written('numpy.npy', Buffer.from(saved, 'base64')))).toEqual({
      _tag: 'Right',
      right: { shape: [2, 2], data: Float32Array.of(1, 2, 0.5, -4) },
    })
  })

  test.each([1, 2, 3] as const)('version %d', async (version) => {
    expect(await read(written('v.npy', npy(head('<f4', '(2, 3)'), SIX, version)))).toEqual({
      _tag: 'Right',
      right: matrix,
    })
  })

  test.each([
    ['<f8', Float64Array.from(SIX), Float64Array],
    ['<f2', Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600), Float32Array],
  ])('%s', async (descr, data, kind) => {
    expect(await read(written('d.npy', npy(head(descr, '(2, 3)'), data)))).toEqual({
      _tag: 'Right',
      right: { shape: [2, 3], data: kind.from(SIX) },
    })
  })

  test.each([
    ['an axis of length 1 in front', head('<f4', '(1, 2, 3)'), SIX],
    ['columns first', head('<f4', '(2, 3)', 'True'), Float32Array.of(1, 4, 2, 5, 3, 6)],
    ['columns first, an axis in front', head('<f4', '(1, 2, 3)', 'True'), Float32Array.of(1, 4, 2, 5, 3, 6)],
    ['sizes of Python 2', head('<f4', '(2L, 3L)'), SIX],
    ['keys in another order', `{'shape':(2,3,),'fortran_order':False,'descr':'<f4'}`, SIX],
  ])('%s', async (_, header, data) => {
    expect(await read(written('o.npy', npy(header, data)))).toEqual({ _tag: 'Right', right: matrix })
  })

  const HEADER = 'a header with descr, fortran_order and shape'
  const ELSE = 'something else, or an array of records'

  test.each([
    ['no such file', undefined, 'a file that can be read', 'no file of that name'],
    ['empty', Buffer.alloc(0), 'an .npy file', 'something else'],
    ['something else', Buffer.from('PK\x03\x04 not an array'), 'an .npy file', 'something else'],
    [
      'of a version to come',
      npy(head('<f4', '(2, 3)'), SIX, 4 as 3),
      'an .npy file of version 1, 2 or 3',
      'version 4.0',
    ],
    [
      'cut off in its header',
      npy(head('<f4', '(2, 3)'), SIX).subarray(0, 30),
      expect.any(String),
      'a file of 30: it was cut off',
    ],
    [
      'cut off in its numbers',
      npy(head('<f4', '(2, 3)'), SIX).subarray(0, -1),
      '24 bytes of numbers (<f4, shape [2, 3])',
      '23: it was cut off',
    ],
    ['longer than it says', npy(head('<f4', '(2, 2)'), SIX), '16 bytes of numbers (<f4, shape [2, 2])', '24'],
    ['huge, it says', npy(head('<f4', '(999999999, 999999999)'), SIX), expect.any(String), '24: it was cut off'],
    [
      'a header of 4 GB, it says',
      Buffer.from('\x93NUMPY\x02\0\xff\xff\xff\xff', 'latin1'),
      'a header of at most 65535 bytes',
      '4294967295',
    ],
    ['code in its header', npy(`{'descr': __import__('os').system('x')}`, SIX), HEADER, ELSE],
    ['records', npy(`{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3)}`, SIX), HEADER, ELSE],
    [
      'a key twice',
      npy(`{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}`, SIX),
      HEADER,
      ELSE,
    ],
    ['a key too few', npy(`{'descr': '<f4', 'shape': (2, 3)}`, SIX), HEADER, ELSE],
    ['no end', npy(`{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), `, SIX), HEADER, ELSE],
    ['a shape with a hole', npy(head('<f4', '(2,, 3)'), SIX), HEADER, ELSE],
    [
      'big-endian',
      npy(head('>f4', '(2, 3)'), SIX),
      'elements of <f8, <f4, <f2',
      `">f4"; save the array .astype('<f4')`,
    ],
    ['objects', npy(head('|O', '(2, 3)'), SIX), 'elements of <f8, <f4, <f2', `"|O"; save the array .astype('<f4')`],
  ])('%s', async (name, bytes, expected, received) => {
    const file = bytes === undefined ? join(folder, 'absent.npy') : written(`${name.replaceAll(' ', '-')}.npy`, bytes)
    expect(await read(file)).toEqual({
      _tag: 'Left',
      left: { _tag: 'InvalidInput', ...OWNER, expected, received: expect.stringContaining(received) },
    })
  })

  test.each([
    ['(6,)', 'a shape [tokens, width]', '[6]'],
    ['()', 'a shape [tokens, width]', '[]'],
    ['(0, 3)', 'at least one token', 'the shape [0, 3]'],
    ['(2, 1, 3)', 'a shape [tokens, width]', '[2, 1, 3]'],
  ])('of the shape %s', async (shape, expected, received) => {
    expect(await read(written('shape.npy', npy(head('<f4', shape), SIX)))).toMatchObject({
      left: { expected, received },
    })
  })
})

describe('files of tensors', () => {
  test('by name, which may hold a #; by file URL; without a name where there is one', async () => {
    const two = join(folder, 'two.safetensors')
    const right = { shape: [1, 2], data: Float32Array.of(1, 0) }
    expect(await read(`${two}#a#b`)).toEqual({ _tag: 'Right', right })
    expect(await read(`${pathToFileURL(two).href}#a%23b`)).toEqual({ _tag: 'Right', right })
    expect(await read(new URL(`${pathToFileURL(two).href}#a%23b`))).toEqual({ _tag: 'Right', right })
    expect(await read(join(folder, 'one.safetensors'))).toMatchObject({ right: { shape: [2, 2] } })
  })

  test.each([
    ['two.safetensors', 'the name of one of its 2 tensors, as in file.safetensors#name', 'none'],
    ['two.safetensors#x', 'a tensor named "x"', '2 others ("a#b", "flat")'],
    ['two.safetensors#flat', 'a shape [tokens, width]', '[2]'],
    ['absent.safetensors#x', 'a file that can be read', 'no file of that name'],
    ['absent.pt', 'a file that can be read', 'no file of that name'],
    ['tokens.txt', 'the path of an .npy, .safetensors, .pt, .pth or .bin file', ''],
  ])('%s', async (name, expected, received) => {
    expect(await read(join(folder, name))).toMatchObject({
      left: { _tag: 'InvalidInput', ...OWNER, expected, received: expect.stringContaining(received) },
    })
  })
})

describe('the reader', () => {
  test('takes what is in memory, too', async () => {
    expect(await read([[1, 2]])).toMatchObject({ right: { shape: [1, 2] } })
    expect(await read(7n)).toMatchObject({ left: { _tag: 'InvalidInput', received: '7n' } })
  })

  test('refuses folders and URLs of other machines', async () => {
    expect(await read(written('x.npy', Buffer.alloc(3)).replace('x.npy', '.'))).toMatchObject({ _tag: 'Left' })
    expect(await read('file://elsewhere/x.npy')).toMatchObject({
      left: { expected: 'the URL of a file on this machine' },
    })
    expect(await read('https://example.com/x.npy')).toMatchObject({
      left: { received: expect.stringContaining('no file') },
    })
  })

  test('reads no more than maxBytes', async () => {
    const file = written('big.npy', npy(head('<f4', '(2, 3)'), SIX))
    expect(await read(file, { maxBytes: 24 })).toMatchObject({ left: { expected: 'a file of at most 24 bytes' } })
    const named = join(folder, 'one.safetensors')
    expect(await read(named, { maxBytes: 15 })).toMatchObject({ left: { expected: 'at most 15 bytes for "only"' } })
    expect(await read(named, { maxBytes: 16 })).toMatchObject({ _tag: 'Right' })
  })

  test.each([0, 1.5, '9', NaN])('maxBytes %j is a wrong option', async (maxBytes) => {
    const result = await textImageMatching({ read: tokenReader({ maxBytes } as any) }).score([
      { imageTokens: 'a.npy', textTokens: 'b.npy' },
    ])()
    expect(result).toMatchObject({ left: { _tag: 'InvalidOption', option: 'maxBytes' } })
  })

  test('ends the waiting when it is cancelled', async () => {
    const signal = AbortSignal.abort('enough')
    const file = written('late.npy', npy(head('<f4', '(2, 3)'), SIX))
    expect(await tokenReader()(file, OWNER, { signal })()).toEqual({
      _tag: 'Left',
      left: { _tag: 'Aborted', reason: 'enough' },
    })
  })

  test('serves the reward', async () => {
    const textTokens = written('text.npy', npy(head('<f4', '(1, 2)'), Float32Array.of(3, 0)))
    const samples = [{ imageTokens: join(folder, 'one.safetensors'), textTokens }]
    expect(await score(textImageMatching({ read: tokenReader() }), samples)).toMatchObject([{ value: 0.75 }])
  })
})
