import {
  bytes,
  dict,
  EMPTY_DICT,
  EMPTY_LIST,
  EMPTY_TUPLE,
  global,
  int,
  list,
  MARK,
  NONE,
  type Piece,
  pickle,
  REDUCE,
  text,
  tuple,
  uint32,
  uint64,
} from '../unit/models/checkpoint/pickle-writer.js'
import { type Malicious, storageOf, tensor, trick, whole } from './pickles-base.js'

/** Opcodes that torch never writes, with whatever they read after them. */
const STRANGE: ReadonlyArray<readonly [what: string, payload: Piece]> = [
  ['POP', [int(1), int(2), '0']],
  ['POP_MARK', [int(1), MARK, int(2), '1']],
  ['DUP', [int(1), '2']],
  ['INT', 'I1\n'],
  ['LONG', 'L1L\n'],
  ['FLOAT', 'F1.0\n'],
  ['STRING', "S'x'\n"],
  ['UNICODE', 'Vx\n'],
  ['LIST', [MARK, int(1), 'l']],
  ['DICT', [MARK, text('a'), int(1), 'd']],
  ['GET', 'g0\n'],
  ['PUT', [int(1), 'p0\n']],
  ['PERSID', 'P0\n'],
  ['INST', [MARK, 'icollections\nOrderedDict\n']],
  ['OBJ', [MARK, global('collections', 'OrderedDict'), 'o']],
  ['NEWOBJ', [global('collections', 'OrderedDict'), EMPTY_TUPLE, 0x81]],
  ['NEWOBJ_EX', [global('collections', 'OrderedDict'), EMPTY_TUPLE, EMPTY_DICT, 0x92]],
  ['NEXT_BUFFER', 0x97],
  ['READONLY_BUFFER', [int(1), 0x98]],
  ['PROTO', [0x80, 2, int(1)]],
]

const strange: ReadonlyArray<Malicious> = [
  ...STRANGE.map(([what, payload]) => trick(`the opcode ${what}`, payload, what)),
  ...[0x00, 0x0a, 0x20, 0x41, 0x7f, 0x81 + 0x20, 0xb0, 0xfe, 0xff].map((byte) =>
    trick(`the byte 0x${byte.toString(16)} as opcode`, byte, 'opcode'),
  ),
]

const stacks: ReadonlyArray<Malicious> = [
  whole('nothing but STOP', () => pickle()),
  whole('two values at the end', (legacy) => pickle(tensor(legacy), int(1))),
  whole('a mark left at the end', (legacy) => pickle(tensor(legacy), MARK)),
  whole('a mark before the value', (legacy) => pickle(MARK, tensor(legacy))),
  whole('TUPLE3 on an empty stack', () => pickle(0x87)),
  whole('TUPLE1 on an empty stack', () => pickle(0x85)),
  whole('TUPLE2 of one value', () => pickle(int(1), 0x86)),
  whole('TUPLE without a mark', () => pickle(int(1), 't')),
  whole('APPEND on an empty stack', () => pickle('a')),
  whole('SETITEM of two values', () => pickle(int(1), int(2), 's')),
  whole('REDUCE on an empty stack', () => pickle(REDUCE)),
  whole('BUILD on an empty stack', () => pickle('b')),
  whole('MEMOIZE on an empty stack', () => pickle(0x94)),
  whole('BINPUT on an empty stack', () => pickle('q', 0)),
  whole('BINPERSID on an empty stack', () => pickle('Q')),
  whole('STACK_GLOBAL on an empty stack', () => pickle(0x93)),
  trick('TUPLE2 through a mark', [int(1), MARK, int(2), 0x86]),
  trick('APPEND through a mark', [EMPTY_LIST, MARK, 'a']),
  trick('REDUCE through a mark', [global('collections', 'OrderedDict'), MARK, EMPTY_TUPLE, REDUCE]),
  trick('SETITEMS through a mark', [EMPTY_DICT, MARK, MARK, text('a'), int(1), 'u', 'u']),
  trick('APPENDS on a dict', [EMPTY_DICT, MARK, int(1), 'e']),
  trick('APPENDS on a tuple', [EMPTY_TUPLE, MARK, int(1), 'e']),
  trick('APPENDS on a text', [text('a'), MARK, int(1), 'e']),
  trick('APPENDS on a set', [0x8f, MARK, int(1), 'e']),
  trick('APPEND on a storage', (legacy) => [storageOf(legacy), int(1), 'a']),
  trick('SETITEMS on a list', [EMPTY_LIST, MARK, text('a'), int(1), 'u']),
  trick('SETITEM on None', [NONE, text('a'), int(1), 's']),
  trick('SETITEMS on a tensor', (legacy) => [tensor(legacy), MARK, text('a'), int(1), 'u']),
  trick('SETITEMS of three', [EMPTY_DICT, MARK, text('a'), int(1), text('b'), 'u']),
  trick('ADDITEMS on a list', [EMPTY_LIST, MARK, int(1), 0x90]),
  trick('ADDITEMS of a list', [0x8f, MARK, EMPTY_LIST, 0x90]),
  trick('FROZENSET of a dict', [MARK, EMPTY_DICT, 0x91]),
  trick('FROZENSET without a mark', [int(1), 0x91, 0x91]),
  trick('a list as key', dict([list(), int(1)])),
  trick('a dict as key', dict([dict(), int(1)])),
  trick('a set as key', dict([0x8f, int(1)])),
  trick('a tensor as key', (legacy) => dict([tensor(legacy), int(1)])),
  trick('a function as key', dict([global('torch', 'Size'), int(1)])),
  trick('a tensor under a key of two', (legacy) => dict([tuple(int(1), int(2)), tensor(legacy)])),
  whole('two tensors of one name', (legacy) =>
    pickle(dict([text('a'), dict([text('b'), tensor(legacy)])], [text('a.b'), tensor(legacy)])),
  ),
]

const memo: ReadonlyArray<Malicious> = [
  trick('BINGET of an empty slot', ['h', 200], 'BINGET'),
  trick('LONG_BINGET of slot 2^32 - 1', ['j', uint32(2 ** 32 - 1)], 'LONG_BINGET'),
  trick('LONG_BINGET of slot 2^31', ['j', uint32(2 ** 31)], 'LONG_BINGET'),
  trick('BINPUT of a slot far ahead', [int(1), 'q', 200], 'BINPUT'),
  trick('LONG_BINPUT of slot 2^31 - 1', [int(1), 'r', uint32(2 ** 31 - 1)], 'LONG_BINPUT'),
  trick('LONG_BINPUT of slot 2^32 - 1', [int(1), 'r', uint32(2 ** 32 - 1)], 'LONG_BINPUT'),
  trick('a slot that is read before it is filled', ['h', 0, 'q', 0], 'BINGET'),
  trick('the slot between two that are filled', [int(1), 'q', 1, 'h', 0, 0x86], 'BINGET'),
  trick('more than 250,000 memo slots', [int(1), Buffer.alloc(250_001, 0x94)], 'MEMOIZE'),
]

const LENGTHS: ReadonlyArray<readonly [what: string, payload: Piece]> = [
  ['BINUNICODE of 4 GiB', ['X', uint32(2 ** 32 - 1), 'a']],
  ['BINUNICODE of 17 MiB', ['X', uint32(17 * 2 ** 20), 'a']],
  ['BINUNICODE past the end', ['X', uint32(100_000), 'a']],
  ['SHORT_BINUNICODE past the end', [0x8c, 255, 'a']],
  ['BINUNICODE8 of 2^62', [0x8d, uint64(2n ** 62n), 'a']],
  ['BINUNICODE8 of -1', [0x8d, uint64(-1), 'a']],
  ['BINUNICODE8 of 2^53', [0x8d, uint64(2n ** 53n), 'a']],
  ['BINSTRING of -1', ['T', uint32(2 ** 32 - 1), 'a']],
  ['BINSTRING of 2 GiB', ['T', uint32(2 ** 31 - 1), 'a']],
  ['SHORT_BINSTRING past the end', ['U', 255, 'a']],
  ['BINBYTES of 4 GiB', ['B', uint32(2 ** 32 - 1), 'a']],
  ['BINBYTES8 of 2^62', [0x8e, uint64(2n ** 62n), 'a']],
  ['BINBYTES8 of -1', [0x8e, uint64(-1), 'a']],
  ['SHORT_BINBYTES past the end', ['C', 255, 'a']],
  ['BYTEARRAY8 of 2^40', [0x96, uint64(2 ** 40), 'a']],
  ['LONG1 past the end', [0x8a, 255, 1]],
  ['LONG4 of -1', [0x8b, uint32(2 ** 32 - 1), 1]],
  ['LONG4 of -2^31', [0x8b, uint32(2 ** 31), 1]],
  ['LONG4 of 2 GiB', [0x8b, uint32(2 ** 31 - 1), 1]],
  ['LONG4 of 257 bytes', [0x8b, uint32(257), Buffer.alloc(257, 1)]],
  ['a text that is not UTF-8', ['X', uint32(2), Buffer.of(0xff, 0xfe)]],
  ['an overlong form of a slash', ['X', uint32(2), Buffer.of(0xc0, 0xaf)]],
  ['half of a surrogate pair', ['X', uint32(3), Buffer.of(0xed, 0xa0, 0x80)]],
  ['a text that ends within a character', ['X', uint32(1), Buffer.of(0xe2)]],
  ['a GLOBAL without its second line', 'ctorch'],
  ['a GLOBAL that is not UTF-8', ['c', Buffer.of(0xff), '\nx\n']],
  ['BININT cut off', 'J'],
]

const frames: ReadonlyArray<Malicious> = [
  ...(
    [
      ['a frame of 2^62 bytes', 2n ** 62n],
      ['a frame of -1 bytes', -1n],
      ['a frame past the end', 10_000n],
      ['a frame that ends within an opcode', 3n],
    ] as const
  ).map(([what, length]) => trick(what, [0x95, uint64(length), text('abc')])),
  trick('a frame in a frame', [0x95, uint64(11), 0x95, uint64(2), int(1)], 'FRAME'),
  trick('a frame that begins across the end of another', [0x95, uint64(4), 0x95, uint64(2), int(1)], 'FRAME'),
  trick('a frame without its length', 0x95),
]

const PROTOCOLS = [0, 1, 6, 99, 255]

const protocols: ReadonlyArray<Malicious> = [
  ...PROTOCOLS.map((protocol) => whole(`protocol ${protocol}`, (legacy) => bytes(0x80, protocol, tensor(legacy), '.'))),
  whole('no protocol', (legacy) => bytes(tensor(legacy), '.')),
  whole('nothing but the protocol', () => bytes(0x80, 2)),
  whole('no byte at all', () => bytes()),
  whole('no STOP', (legacy) => pickle(tensor(legacy)).subarray(0, -1)),
  whole('a second pickle after STOP', (legacy) =>
    bytes(pickle(tensor(legacy)), pickle(global('os', 'system'), tuple(), REDUCE)),
  ),
  whole('a text in place of a pickle', () => bytes("cos\nsystem\n(S'true'\ntR.")),
]

/** `[[...], [...], ...]`, ten times the list below, so many levels of it: 10^levels values. */
const laughs = (levels: number, innermost: Piece): Piece => {
  let level: Piece = [innermost, 0x94]
  for (let i = 0; i < levels; i++) level = [list(level, ...Array.from({ length: 9 }, () => ['h', i])), 0x94]
  return level
}

const bombs: ReadonlyArray<Malicious> = [
  ...[101, 1_000, 20_000].flatMap((depth) => [
    trick(`lists in lists, ${depth} deep`, [Buffer.alloc(depth, ']'), Buffer.alloc(depth - 1, 'a')]),
    trick(`tuples in tuples, ${depth} deep`, [int(1), Buffer.alloc(depth, 0x85)]),
    trick(`${depth} marks`, [Buffer.alloc(depth, '('), Buffer.alloc(depth, 't')]),
  ]),
  trick('dicts in dicts, 1,000 deep', [
    Buffer.concat(Array.from({ length: 1_000 }, () => bytes(EMPTY_DICT, text('a')))),
    NONE,
    Buffer.alloc(1_000, 's'),
  ]),
  trick('more than 100,000 values on the stack', [MARK, Buffer.alloc(100_001, 'N'), 't']),
  trick('more than 150,000 containers', [
    EMPTY_LIST,
    MARK,
    ...Array.from({ length: 15 }, () => [Buffer.alloc(10_100, ']'), 'e', MARK]),
    'e',
  ]),
  trick('10^9 names of one tensor', (legacy) => laughs(9, tensor(legacy))),
  trick('10^30 names of one tensor', (legacy) => laughs(30, tensor(legacy))),
  trick('a name of 2,000 characters', (legacy) => dict([text('a'.repeat(2_000)), tensor(legacy)])),
  trick('a tensor in a list in itself, named without end', (legacy) => [
    [EMPTY_LIST, 0x94],
    [MARK, ...Array.from({ length: 120 }, () => EMPTY_LIST), tensor(legacy), Buffer.alloc(120, 'a'), 'e'],
  ]),
]

/** Everything that is wrong with a pickle without running code. */
export const shapePickles: ReadonlyArray<Malicious> = [
  ...strange,
  ...stacks,
  ...memo,
  ...LENGTHS.map(([what, payload]) => trick(what, payload)),
  ...frames,
  ...protocols,
  ...bombs,
]
