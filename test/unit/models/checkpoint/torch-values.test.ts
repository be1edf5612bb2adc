import { describe, expect, test } from 'vitest'
import {
  bytes,
  call,
  dict,
  EMPTY_DICT,
  EMPTY_TUPLE,
  FALSE,
  float,
  global,
  int,
  list,
  MARK,
  NONE,
  ORDERED_DICT,
  type Piece,
  pickle,
  REDUCE,
  text,
  TRUE,
  tuple,
  uint64,
} from './pickle-writer.js'
import { readBytes, refusal, valuesOf } from './read.js'
import {
  floats,
  storageId,
  type StorageFile,
  stateDict,
  tensorPiece,
  torchLegacy,
  torchZip,
  zipOf,
} from './torch-files.js'

const storage = floats('0', [1, 2, 3, 4, 5, 6])
const w = { name: 'w', storage, shape: [2, 3], strides: [3, 1] }
const files = (value: (legacy: boolean) => Piece): ReadonlyArray<Buffer> => [
  torchZip(pickle(value(false)), [storage]),
  torchLegacy(pickle(value(true)), [storage]),
]
const names = (file: Uint8Array): ReadonlyArray<string> => [...readBytes(file).tensors.keys()]

describe('names', () => {
  test.each<[string, (legacy: boolean) => Piece, ReadonlyArray<string>]>([
    ['a tensor alone has the empty name', (l) => tensorPiece(w, l), ['']],
    ['nested dicts are joined by dots', (l) => dict([text('a'), dict([text('b'), tensorPiece(w, l)])]), ['a.b']],
    ['dots in names stay', (l) => dict([text('module.0.weight'), tensorPiece(w, l)]), ['module.0.weight']],
    ['lists and tuples count', (l) => list(tensorPiece(w, l), tuple(int(1), tensorPiece(w, l))), ['[0]', '[1][1]']],
    ['a list in a dict', (l) => dict([text('a'), list(NONE, tensorPiece(w, l))]), ['a[1]']],
    ['integers are names', (l) => dict([int(3), dict([text('b'), tensorPiece(w, l)])]), ['3.b']],
    [
      'a tensor has each of its names',
      (l) => dict([text('a'), [tensorPiece(w, l), 0x94]], [text('b'), ['h', 0]]),
      ['a', 'b'],
    ],
    [
      'names of prototypes are names',
      (l) => dict([text('__proto__'), tensorPiece(w, l)], [text('constructor'), tensorPiece(w, l)]),
      ['__proto__', 'constructor'],
    ],
  ])('%s', (_, value, expected) => {
    for (const file of files(value)) expect(names(file)).toEqual(expected)
  })

  test('the last of two equal names of a dict counts, as in Python', () => {
    for (const file of files((l) => dict([text('a'), int(1)], [text('a'), tensorPiece(w, l)])))
      expect(names(file)).toEqual(['a'])
  })

  test('a dict that holds itself is walked once', () => {
    const value = (l: boolean): Piece => [
      EMPTY_DICT,
      'q',
      0,
      MARK,
      text('me'),
      'h',
      0,
      text('w'),
      tensorPiece(w, l),
      'u',
    ]
    for (const file of files(value)) expect(names(file)).toEqual(['w'])
  })
})

describe('plain values beside a tensor are read past', () => {
  test.each<[string, Piece]>([
    ['None', NONE],
    ['True and False', tuple(TRUE, FALSE)],
    [
      'small and large integers',
      list(...[0, 255, 256, 65535, 65536, -1, -(2 ** 31), 2 ** 40, 2n ** 200n].map((n) => int(n))),
    ],
    ['a long of no bytes, which is 0', [0x8a, 0]],
    ['LONG4', [0x8b, 2, 0, 0, 0, 1, 1]],
    ['floats', list(float(1.5), float(NaN), float(Infinity))],
    [
      'texts',
      list(
        text(''),
        text('déjà vu'),
        text('a'.repeat(5_000)),
        ['U', 1, 'a'],
        ['T', 1, 0, 0, 0, 'a'],
        [0x8c, 1, 'a'],
        [0x8d, uint64(1), 'a'],
      ),
    ],
    ['bytes', list(['C', 1, 'a'], ['B', 1, 0, 0, 0, 'a'], [0x8e, uint64(1), 'a'], [0x96, uint64(1), 'a'])],
    ['sets of protocol 4', list([0x8f, MARK, int(1), text('a'), 0x90], [MARK, int(1), 0x91])],
    [
      'sets of protocol 2',
      list(call(global('builtins', 'set'), list(int(1))), call(global('__builtin__', 'set'), list())),
    ],
    [
      'OrderedDict with modules beside it',
      [ORDERED_DICT, dict([text('_metadata'), dict([text(''), dict([text('version'), int(1)])])]), 'b'],
    ],
    [
      'OrderedDict of Python 2',
      call(global('collections', 'OrderedDict'), list(list(text('a'), int(1)), tuple(text('b'), int(2)))),
    ],
    ['torch.Size', call(global('torch', 'Size'), tuple(int(2), int(3)))],
    ['dtypes', list(global('torch', 'float32'), global('torch', 'bfloat16'), global('torch', 'complex64'))],
    ['APPEND and SETITEM', [EMPTY_DICT, text('a'), [']', int(1), 'a'], 's']],
    ['float and tuple keys', dict([float(0.5), int(1)], [tuple(int(1), int(2)), int(1)])],
    ['a state dict in a state dict', stateDict([], false)],
  ])('%s', (_, value) => {
    for (const file of files((l) => dict([text('w'), tensorPiece(w, l)], [text('x'), value])))
      expect(names(file)).toEqual(['w'])
  })
})

test('frames of protocol 4 follow one another', () => {
  const framed = (...body: ReadonlyArray<Piece>): Piece => [0x95, uint64(bytes(...body).length), ...body]
  const file = bytes(0x80, 4, framed(EMPTY_DICT, MARK, text('w')), framed(tensorPiece(w, false), 'u', '.'))
  expect(names(torchZip(file, [storage]))).toEqual(['w'])
})

describe('tensors', () => {
  const rebuilt = (name: string, ...args: ReadonlyArray<Piece>): Piece => call(global('torch._utils', name), ...args)
  const shape = [tuple(int(2), int(3)), tuple(int(3), int(1))]

  test.each<[string, (legacy: boolean) => Piece]>([
    ['_rebuild_tensor', (l) => rebuilt('_rebuild_tensor', storageId(storage, l), int(0), ...shape)],
    [
      '_rebuild_tensor_v2 without hooks',
      (l) => rebuilt('_rebuild_tensor_v2', storageId(storage, l), int(0), ...shape, FALSE, NONE),
    ],
    [
      '_rebuild_tensor_v2 with empty metadata',
      (l) => rebuilt('_rebuild_tensor_v2', storageId(storage, l), int(0), ...shape, TRUE, ORDERED_DICT, NONE),
    ],
    ['_rebuild_parameter', (l) => rebuilt('_rebuild_parameter', tensorPiece(w, l), TRUE, ORDERED_DICT)],
    [
      'a size that is torch.Size',
      (l) =>
        rebuilt(
          '_rebuild_tensor',
          storageId(storage, l),
          int(0),
          [global('torch', 'Size'), tuple(shape[0] as Piece), REDUCE],
          shape[1] as Piece,
        ),
    ],
  ])('%s gives the values of the storage', (_, value) => {
    for (const file of files(value)) {
      expect(readBytes(file).tensors.get('')).toMatchObject({
        dtype: 'float32',
        shape: [2, 3],
        strides: [3, 1],
        inPlace: true,
        length: 24,
      })
      expect([...valuesOf(file, '').data]).toEqual([1, 2, 3, 4, 5, 6])
    }
  })

  test.each<[string, object, ReadonlyArray<number>, boolean]>([
    ['a transposed view', { shape: [3, 2], strides: [1, 3] }, [1, 4, 2, 5, 3, 6], false],
    ['stride 0', { shape: [2, 2], strides: [0, 1] }, [1, 2, 1, 2], false],
    ['a view that starts later', { shape: [2], strides: [2], start: 3 }, [4, 6], false],
    ['rows from the middle', { shape: [1, 3], strides: [3, 1], start: 3 }, [4, 5, 6], true],
    ['an axis of one with any stride', { shape: [2, 1, 3], strides: [3, 99, 1] }, [1, 2, 3, 4, 5, 6], true],
    ['no axis', { shape: [], strides: [], start: 5 }, [6], true],
    ['no element', { shape: [0, 3], strides: [3, 1], start: 6 }, [], true],
  ])('%s', (_, view, values, inPlace) => {
    const file = zipOf([{ name: 'v', storage, ...view }])
    expect(readBytes(file).tensors.get('v')?.inPlace).toBe(inPlace)
    expect([...valuesOf(file, 'v').data]).toEqual(values)
  })

  test.each<[string, number, string, unknown]>([
    ['DoubleStorage', 1, '000000000000f83f', 1.5],
    ['LongStorage', 1, 'ffffffffffffffff', -1n],
    ['IntStorage', 1, 'feffffff', -2],
    ['ShortStorage', 1, 'fdff', -3],
    ['CharStorage', 1, 'fc', -4],
    ['ByteStorage', 1, 'fc', 252],
    ['BoolStorage', 1, '01', 1],
    ['HalfStorage', 1, '0042', 3],
    ['BFloat16Storage', 1, '4040', 3],
  ])('one %s', (type, count, hex, value) => {
    const one: StorageFile = { key: '0', type, count, data: Buffer.from(hex, 'hex') }
    expect([...valuesOf(zipOf([{ name: 'v', storage: one }]), 'v').data]).toEqual([value])
  })
})

test('a file without a tensor is refused', () => {
  const epoch = pickle(dict([text('epoch'), int(3)]))
  for (const file of [torchZip(epoch, []), torchLegacy(epoch, [])])
    expect(refusal(file).expected).toBe('a checkpoint that holds a tensor')
})

test('an error names the global and its place', () => {
  const evil = pickle(dict([text('x'), [global('os', 'system'), EMPTY_TUPLE, REDUCE]]))
  expect(refusal(torchZip(evil, [])).received).toBe(
    'the global os.system, which could run code (GLOBAL at byte 10 of data.pkl)',
  )
})
