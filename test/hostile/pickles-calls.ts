import {
  call,
  dict,
  float,
  global,
  int,
  list,
  FALSE,
  NONE,
  ORDERED_DICT,
  type Piece,
  REDUCE,
  text,
  TRUE,
  tuple,
} from '../unit/models/checkpoint/pickle-writer.js'
import { type Malicious, storageOf as id, tensor, trick } from './pickles-base.js'

const v2 = (...args: ReadonlyArray<Piece>): Piece => call(global('torch._utils', '_rebuild_tensor_v2'), ...args)
const shape = tuple(int(2), int(3))
const strides = tuple(int(3), int(1))

/** Arguments of the one call that makes tensors, one of them wrong. */
const WRONG: ReadonlyArray<readonly [what: string, args: (legacy: boolean) => ReadonlyArray<Piece>]> = [
  ['no argument', () => []],
  ['five arguments', (l) => [id(l), int(0), shape, strides, FALSE]],
  ['eight arguments', (l) => [id(l), int(0), shape, strides, FALSE, ORDERED_DICT, NONE, NONE]],
  ['a dict for a storage', () => [dict(), int(0), shape, strides, FALSE, ORDERED_DICT]],
  [
    'a storage class for a storage',
    () => [global('torch', 'FloatStorage'), int(0), shape, strides, FALSE, ORDERED_DICT],
  ],
  ['a tensor for a storage', (l) => [tensor(l), int(0), shape, strides, FALSE, ORDERED_DICT]],
  ['a negative offset', (l) => [id(l), int(-1), shape, strides, FALSE, ORDERED_DICT]],
  ['an offset of 2^62', (l) => [id(l), int(2n ** 62n), shape, strides, FALSE, ORDERED_DICT]],
  ['an offset of -2^63', (l) => [id(l), int(-(2n ** 63n)), shape, strides, FALSE, ORDERED_DICT]],
  ['an offset that is a float', (l) => [id(l), float(0), shape, strides, FALSE, ORDERED_DICT]],
  ['an offset that is NaN', (l) => [id(l), float(NaN), shape, strides, FALSE, ORDERED_DICT]],
  ['an offset that is True', (l) => [id(l), TRUE, shape, strides, FALSE, ORDERED_DICT]],
  ['an offset past the storage', (l) => [id(l), int(1), shape, strides, FALSE, ORDERED_DICT]],
  ['an offset of 2^53 - 1', (l) => [id(l), int(2n ** 53n - 1n), tuple(int(0)), tuple(int(1)), FALSE, ORDERED_DICT]],
  ['a list for a size', (l) => [id(l), int(0), list(int(6)), tuple(int(1)), FALSE, ORDERED_DICT]],
  ['a text for a size', (l) => [id(l), int(0), tuple(text('6')), tuple(int(1)), FALSE, ORDERED_DICT]],
  ['a float for a size', (l) => [id(l), int(0), tuple(float(6)), tuple(int(1)), FALSE, ORDERED_DICT]],
  ['True for a size', (l) => [id(l), int(0), tuple(TRUE), tuple(int(1)), FALSE, ORDERED_DICT]],
  ['a negative size', (l) => [id(l), int(0), tuple(int(-6)), tuple(int(1)), FALSE, ORDERED_DICT]],
  ['two negative sizes', (l) => [id(l), int(0), tuple(int(-2), int(-3)), strides, FALSE, ORDERED_DICT]],
  ['a size of 2^40', (l) => [id(l), int(0), tuple(int(2 ** 40)), tuple(int(1)), FALSE, ORDERED_DICT]],
  [
    'sizes whose product is 0 modulo 2^64',
    (l) => [id(l), int(0), tuple(int(2 ** 32), int(2 ** 32)), tuple(int(2 ** 32), int(1)), FALSE, ORDERED_DICT],
  ],
  [
    '2^54 elements from four bytes',
    (l) => [id(l), int(0), tuple(int(2 ** 27), int(2 ** 27)), tuple(int(0), int(0)), FALSE, ORDERED_DICT],
  ],
  ['2^31 elements from four bytes', (l) => [id(l), int(0), tuple(int(2 ** 31)), tuple(int(0)), FALSE, ORDERED_DICT]],
  [
    'elements that overlap until the tensor outgrows the file',
    (l) => [
      id(l),
      int(0),
      tuple(...new Array<Piece>(5).fill(int(6))),
      tuple(...new Array<Piece>(5).fill(int(1))),
      FALSE,
      ORDERED_DICT,
    ],
  ],
  [
    '1,000 axes',
    (l) => [
      id(l),
      int(0),
      tuple(...new Array<Piece>(1_000).fill(int(1))),
      tuple(...new Array<Piece>(1_000).fill(int(1))),
      FALSE,
      ORDERED_DICT,
    ],
  ],
  ['fewer strides than sizes', (l) => [id(l), int(0), shape, tuple(int(1)), FALSE, ORDERED_DICT]],
  ['more strides than sizes', (l) => [id(l), int(0), tuple(int(6)), strides, FALSE, ORDERED_DICT]],
  ['a negative stride', (l) => [id(l), int(5), tuple(int(6)), tuple(int(-1)), FALSE, ORDERED_DICT]],
  ['a stride past the storage', (l) => [id(l), int(0), tuple(int(2)), tuple(int(6)), FALSE, ORDERED_DICT]],
  ['a stride of 2^62', (l) => [id(l), int(0), tuple(int(2)), tuple(int(2n ** 62n)), FALSE, ORDERED_DICT]],
  [
    'strides whose sum overflows',
    (l) => [id(l), int(0), tuple(int(2 ** 30), int(2 ** 30)), tuple(int(2 ** 40), int(2 ** 40)), FALSE, ORDERED_DICT],
  ],
  ['None for the flag', (l) => [id(l), int(0), shape, strides, NONE, ORDERED_DICT]],
  ['a hook', (l) => [id(l), int(0), shape, strides, FALSE, dict([int(0), text('hook')])]],
  ['a list of hooks', (l) => [id(l), int(0), shape, strides, FALSE, list(text('hook'))]],
  [
    'metadata that turns the sign',
    (l) => [id(l), int(0), shape, strides, FALSE, ORDERED_DICT, dict([text('neg'), TRUE])],
  ],
  ['metadata that is a text', (l) => [id(l), int(0), shape, strides, FALSE, ORDERED_DICT, text('neg')]],
]

const OTHER_CALLS: ReadonlyArray<readonly [what: string, payload: Piece | ((legacy: boolean) => Piece)]> = [
  ['_rebuild_tensor of nothing', call(global('torch._utils', '_rebuild_tensor'))],
  [
    '_rebuild_tensor of five',
    (l) => call(global('torch._utils', '_rebuild_tensor'), id(l), int(0), shape, strides, FALSE),
  ],
  ['_rebuild_parameter of nothing', call(global('torch._utils', '_rebuild_parameter'))],
  [
    '_rebuild_parameter of a storage',
    (l) => call(global('torch._utils', '_rebuild_parameter'), id(l), TRUE, ORDERED_DICT),
  ],
  ['_rebuild_parameter of a dict', call(global('torch._utils', '_rebuild_parameter'), dict(), TRUE, ORDERED_DICT)],
  [
    '_rebuild_parameter with a hook',
    (l) => call(global('torch._utils', '_rebuild_parameter'), tensor(l), TRUE, dict([int(0), int(1)])),
  ],
  [
    '_rebuild_parameter with a text for the flag',
    (l) => call(global('torch._utils', '_rebuild_parameter'), tensor(l), text('x'), ORDERED_DICT),
  ],
  ['OrderedDict of a number', call(global('collections', 'OrderedDict'), int(1))],
  ['OrderedDict of a dict', call(global('collections', 'OrderedDict'), dict())],
  ['OrderedDict of a text', call(global('collections', 'OrderedDict'), text('ab'))],
  ['OrderedDict of two lists', call(global('collections', 'OrderedDict'), list(), list())],
  ['OrderedDict of triples', call(global('collections', 'OrderedDict'), list(tuple(int(1), int(2), int(3))))],
  ['OrderedDict of texts', call(global('collections', 'OrderedDict'), list(text('ab')))],
  ['OrderedDict with a list as key', call(global('collections', 'OrderedDict'), list(tuple(list(), int(1))))],
  ['torch.Size of a list', call(global('torch', 'Size'), list(int(1)))],
  ['torch.Size of a text', call(global('torch', 'Size'), tuple(text('1')))],
  ['torch.Size of a negative number', call(global('torch', 'Size'), tuple(int(-1)))],
  ['torch.Size of two', call(global('torch', 'Size'), tuple(), tuple())],
  ['torch.Size of 100 sizes', call(global('torch', 'Size'), tuple(...new Array<Piece>(100).fill(int(1))))],
  ['set of a text', call(global('builtins', 'set'), text('ab'))],
  ['set of lists', call(global('builtins', 'set'), list(list()))],
  ['set of nothing', call(global('builtins', 'set'))],
  ['arguments in a list', [global('collections', 'OrderedDict'), list(), REDUCE]],
  ['arguments that are None', [global('collections', 'OrderedDict'), NONE, REDUCE]],
  ['arguments that are a text', [global('collections', 'OrderedDict'), text('ab'), REDUCE]],
]

const calls: ReadonlyArray<Malicious> = [
  ...WRONG.map(([what, args]) => trick(`_rebuild_tensor_v2 with ${what}`, (legacy) => v2(...args(legacy)))),
  ...OTHER_CALLS.map(([what, payload]) => trick(what, payload)),
]

const FLOATS = global('torch', 'FloatStorage')

/** Persistent ids in another form than torch's. `view` is what a legacy file adds. */
const IDS: ReadonlyArray<readonly [what: string, items: ReadonlyArray<Piece>]> = [
  ['nothing', []],
  ['one word', [text('storage')]],
  ['four items', [text('storage'), FLOATS, text('0'), text('cpu')]],
  ['seven items', [text('storage'), FLOATS, text('0'), text('cpu'), int(6), NONE, NONE]],
  ['the tag of a module', [text('module'), FLOATS, text('0'), text('cpu'), int(6)]],
  ['an empty tag', [text(''), FLOATS, text('0'), text('cpu'), int(6)]],
  ['a number for the tag', [int(0), FLOATS, text('0'), text('cpu'), int(6)]],
  ['a text for the class', [text('storage'), text('FloatStorage'), text('0'), text('cpu'), int(6)]],
  ['a function for the class', [text('storage'), global('torch', 'Size'), text('0'), text('cpu'), int(6)]],
  ['a dtype for the class', [text('storage'), global('torch', 'float32'), text('0'), text('cpu'), int(6)]],
  ['complex numbers', [text('storage'), global('torch', 'ComplexFloatStorage'), text('0'), text('cpu'), int(3)]],
  ['quantized numbers', [text('storage'), global('torch', 'QInt8Storage'), text('0'), text('cpu'), int(24)]],
  ['a number for the key', [text('storage'), FLOATS, int(0), text('cpu'), int(6)]],
  ['a key that is not there', [text('storage'), FLOATS, text('999'), text('cpu'), int(6)]],
  ['an empty key', [text('storage'), FLOATS, text(''), text('cpu'), int(6)]],
  ['a key that leads elsewhere', [text('storage'), FLOATS, text('../../../etc/passwd'), text('cpu'), int(6)]],
  ['a key that leads back', [text('storage'), FLOATS, text('../data/0'), text('cpu'), int(6)]],
  ['a key with a NUL', [text('storage'), FLOATS, text('0\0'), text('cpu'), int(6)]],
  ['a key named __proto__', [text('storage'), FLOATS, text('__proto__'), text('cpu'), int(6)]],
  ['a number for the device', [text('storage'), FLOATS, text('0'), int(0), int(6)]],
  ['too many elements', [text('storage'), FLOATS, text('0'), text('cpu'), int(7)]],
  ['too few elements', [text('storage'), FLOATS, text('0'), text('cpu'), int(5)]],
  ['2^45 elements', [text('storage'), FLOATS, text('0'), text('cpu'), int(2 ** 45)]],
  ['-1 elements', [text('storage'), FLOATS, text('0'), text('cpu'), int(-1)]],
  ['a float for the count', [text('storage'), FLOATS, text('0'), text('cpu'), float(6)]],
  ['2^64 elements', [text('storage'), FLOATS, text('0'), text('cpu'), int(2n ** 64n)]],
  [
    'another type for the same storage',
    [text('storage'), global('torch', 'LongStorage'), text('0'), text('cpu'), int(6)],
  ],
]

const ids: ReadonlyArray<Malicious> = [
  ...IDS.map(([what, items]) =>
    trick(`a persistent id of ${what}`, (legacy) => [
      tuple(...items, ...(legacy && items.length === 5 ? [NONE] : [])),
      'Q',
    ]),
  ),
  trick('a persistent id that is a text', [text('storage'), 'Q']),
  trick('a persistent id that is a number', [int(0), 'Q']),
  trick('a persistent id that is a list', [list(text('storage')), 'Q']),
  trick('a persistent id that is None', [NONE, 'Q']),
  trick('a persistent id that is a dict', [dict([text('storage'), int(1)]), 'Q']),
]

const states: ReadonlyArray<Malicious> = [
  trick('BUILD on a dict', [dict(), dict([text('_metadata'), int(1)]), 'b'], 'BUILD'),
  trick('BUILD on a list', [list(), dict([text('_metadata'), int(1)]), 'b'], 'BUILD'),
  trick('BUILD on a tensor', (legacy) => [tensor(legacy), dict([text('_metadata'), int(1)]), 'b'], 'BUILD'),
  trick('BUILD on a storage', (legacy) => [id(legacy), dict([text('_metadata'), int(1)]), 'b'], 'BUILD'),
  trick('BUILD on None', [NONE, dict([text('_metadata'), int(1)]), 'b'], 'BUILD'),
  trick('BUILD of another attribute', [ORDERED_DICT, dict([text('__class__'), int(1)]), 'b'], 'BUILD'),
  trick('BUILD of __dict__', [ORDERED_DICT, dict([text('__dict__'), dict()]), 'b'], 'BUILD'),
  trick('BUILD of __setstate__', [ORDERED_DICT, dict([text('__setstate__'), int(1)]), 'b'], 'BUILD'),
  trick('BUILD of __proto__', [ORDERED_DICT, dict([text('__proto__'), dict()]), 'b'], 'BUILD'),
  trick(
    'BUILD of _metadata and more',
    [ORDERED_DICT, dict([text('_metadata'), int(1)], [text('x'), int(1)]), 'b'],
    'BUILD',
  ),
  trick('BUILD with slots', [ORDERED_DICT, tuple(NONE, dict([text('x'), int(1)])), 'b'], 'BUILD'),
  trick('BUILD with a list', [ORDERED_DICT, list(), 'b'], 'BUILD'),
  trick('BUILD with None', [ORDERED_DICT, NONE, 'b'], 'BUILD'),
]

/** Functions, ids and states that are allowed, with what they are not allowed to get. */
export const callPickles: ReadonlyArray<Malicious> = [...calls, ...ids, ...states]
