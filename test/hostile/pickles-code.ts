import {
  dict,
  EMPTY_DICT,
  EMPTY_TUPLE,
  global,
  int,
  list,
  MARK,
  ORDERED_DICT,
  type Piece,
  REDUCE,
  text,
  tuple,
} from '../unit/models/checkpoint/pickle-writer.js'
import { type Malicious, tensor, trick } from './pickles-base.js'

type Name = readonly [module: string, name: string]

/** What runs code, reads or writes files, opens connections, or leads to something that does. */
const DANGEROUS: ReadonlyArray<Name> = [
  ['os', 'system'],
  ['os', 'popen'],
  ['os', 'execv'],
  ['os', 'spawnl'],
  ['os', 'remove'],
  ['posix', 'system'],
  ['nt', 'system'],
  ['subprocess', 'Popen'],
  ['subprocess', 'check_output'],
  ['commands', 'getoutput'],
  ['pty', 'spawn'],
  ['platform', 'popen'],
  ['builtins', 'eval'],
  ['builtins', 'exec'],
  ['builtins', 'getattr'],
  ['builtins', 'setattr'],
  ['builtins', 'open'],
  ['builtins', 'compile'],
  ['builtins', '__import__'],
  ['builtins', 'type'],
  ['builtins', 'object'],
  ['builtins', 'bytearray'],
  ['builtins', 'map'],
  ['__builtin__', 'eval'],
  ['__builtin__', 'apply'],
  ['__builtin__', 'file'],
  ['__builtin__', 'getattr'],
  ['importlib', 'import_module'],
  ['runpy', 'run_path'],
  ['pickle', 'loads'],
  ['_pickle', 'loads'],
  ['marshal', 'loads'],
  ['shelve', 'open'],
  ['types', 'FunctionType'],
  ['types', 'CodeType'],
  ['operator', 'attrgetter'],
  ['operator', 'methodcaller'],
  ['functools', 'partial'],
  ['functools', 'reduce'],
  ['itertools', 'starmap'],
  ['collections', 'defaultdict'],
  ['collections', 'Counter'],
  ['collections', 'namedtuple'],
  ['collections', 'UserDict'],
  ['copyreg', '_reconstructor'],
  ['copy_reg', '_reconstructor'],
  ['copyreg', 'add_extension'],
  ['codecs', 'encode'],
  ['_codecs', 'encode'],
  ['ctypes', 'CDLL'],
  ['socket', 'create_connection'],
  ['urllib.request', 'urlopen'],
  ['webbrowser', 'open'],
  ['shutil', 'rmtree'],
  ['tempfile', 'mktemp'],
  ['sys', 'exit'],
  ['sys', 'modules'],
  ['timeit', 'timeit'],
  ['pdb', 'run'],
  ['bdb', 'Bdb'],
  ['code', 'interact'],
  ['pip', 'main'],
  ['numpy', 'load'],
  ['numpy.core.multiarray', '_reconstruct'],
  ['numpy.core.multiarray', 'scalar'],
  ['numpy.testing._private.utils', 'runstring'],
  ['torch', 'load'],
  ['torch', 'save'],
  ['torch', 'tensor'],
  ['torch', 'device'],
  ['torch', 'MadeUpStorage'],
  ['torch.hub', 'load'],
  ['torch.jit', 'load'],
  ['torch.serialization', 'load'],
  ['torch.storage', '_load_from_bytes'],
  ['torch.storage', 'UntypedStorage'],
  ['torch._utils', '_rebuild_sparse_tensor'],
  ['torch._utils', '_rebuild_qtensor'],
  ['torch._utils', '_rebuild_wrapper_subclass'],
  ['torch._tensor', '_rebuild_from_type_v2'],
  ['torch.nn.parameter', 'Parameter'],
  ['torch.nn.modules.linear', 'Linear'],
  ['torch.utils.cpp_extension', 'load_inline'],
  ['torch.distributed.rpc', 'rpc_sync'],
  ['torch.fx.graph_module', 'reduce_graph_module'],
  ['__main__', 'Model'],
  ['argparse', 'Namespace'],
  ['pathlib', 'PosixPath'],
  ['datetime', 'datetime'],
]

/** Names that look or sound like those that are allowed. */
const LOOKALIKES: ReadonlyArray<Name> = [
  ['collections', 'ОrderedDict'],
  ['collections', 'OrderedDict '],
  ['collections', ' OrderedDict'],
  ['collections', 'ordereddict'],
  ['collections', 'OrderedDict\0'],
  ['collections', 'OrderedDict\u200b'],
  ['collections', 'OrderedDict.fromkeys'],
  ['collections', 'OrderedDict.__init__.__globals__'],
  ['Collections', 'OrderedDict'],
  ['соllections', 'OrderedDict'],
  ['collections.abc', 'OrderedDict'],
  ['collections\u2024OrderedDict', ''],
  ['collections.OrderedDict', ''],
  ['', 'collections.OrderedDict'],
  ['', ''],
  ['torch', '_utils._rebuild_tensor_v2'],
  ['torch._utils._rebuild_tensor_v2', ''],
  ['torch._utils', '_rebuild_tensor_v2.__globals__'],
  ['torch._utils', '_rebuild_tensor_v2.__code__'],
  ['torch._utils', '_rebuild_tensor_v2\r'],
  ['torch._utils', '＿rebuild_tensor_v2'],
  ['torch．_utils', '_rebuild_tensor_v2'],
  ['torch/_utils', '_rebuild_tensor_v2'],
  ['torch._utils', '_rebuild_tensor_v22'],
  ['torch._utils', '_rebuild_tensor_v'],
  ['torch', 'FloatStorage.from_file'],
  ['torch', 'FloatStorage.__reduce__'],
  ['torch', 'ＦloatStorage'],
  ['torch', 'floatStorage'],
  ['torch', 'Size.__class__'],
  ['torch', 'float32.__class__'],
  ['torch', '__proto__'],
  ['torch', 'constructor'],
  ['__proto__', 'constructor'],
  ['constructor', 'constructor'],
  ['hasOwnProperty', 'toString'],
  ['Object', 'prototype'],
  ['builtins', 'set.__class__'],
  ['builtins', 'SET'],
]

const shown = ([module, name]: Name): string => JSON.stringify(`${module}.${name}`)

const short = (value: string): Piece => [0x8c, Buffer.byteLength(value), value]
const fromStack = ([module, name]: Name): Piece => [short(module), short(name), 0x93]
const named = ([module, name]: Name): Piece => global(module, name)
const says = ([module, name]: Name): string => JSON.stringify(`${module}.${name}`).slice(1, -1)
const command = tuple(text('true'))

const everyName = (names: ReadonlyArray<Name>): ReadonlyArray<Malicious> =>
  names.flatMap((name) => [
    trick(`GLOBAL and REDUCE: ${shown(name)}`, [named(name), command, REDUCE], says(name)),
    trick(`STACK_GLOBAL, never called: ${shown(name)}`, fromStack(name), says(name)),
  ])

const CALLERS: ReadonlyArray<Name> = [
  ['os', 'system'],
  ['subprocess', 'Popen'],
  ['collections', 'OrderedDict'],
  ['torch._utils', '_rebuild_tensor_v2'],
]

/** Other ways to call something; none of them is used by torch, so that the callee does not matter. */
const callers: ReadonlyArray<Malicious> = CALLERS.flatMap((name) => [
  trick(`INST: ${shown(name)}`, [MARK, text('true'), 'i', ...name.map((line) => `${line}\n`)], 'INST'),
  trick(`OBJ: ${shown(name)}`, [MARK, named(name), text('true'), 'o']),
  trick(`NEWOBJ: ${shown(name)}`, [named(name), command, 0x81]),
  trick(`NEWOBJ_EX: ${shown(name)}`, [named(name), command, EMPTY_DICT, 0x92]),
  trick(`BUILD on ${shown(name)}`, [named(name), dict([text('x'), int(1)]), 'b']),
  trick(`BUILD with ${shown(name)} as state`, [ORDERED_DICT, named(name), 'b']),
])

const SYSTEM: Piece = global('os', 'system')

const hidden: ReadonlyArray<Malicious> = [
  trick('a call whose result is dropped', [SYSTEM, command, REDUCE, '0', int(1)], 'os.system'),
  trick('a call as key of a dict', dict([[SYSTEM, command, REDUCE], int(1)]), 'os.system'),
  trick('a call in a list', list([SYSTEM, command, REDUCE]), 'os.system'),
  trick('a call as state of BUILD', [ORDERED_DICT, [SYSTEM, command, REDUCE], 'b'], 'os.system'),
  trick(
    'a call as metadata of modules',
    [ORDERED_DICT, dict([text('_metadata'), [SYSTEM, command, REDUCE]]), 'b'],
    'os.system',
  ),
  trick(
    'a call whose argument is a call',
    [global('collections', 'OrderedDict'), tuple([SYSTEM, command, REDUCE]), REDUCE],
    'os.system',
  ),
  trick('a name kept in the memo and called later', [SYSTEM, 'q', 0, command, REDUCE], 'os.system'),
  trick(
    'names built in two parts of the stack',
    [short('os'), 0x94, short('system'), 0x94, 'h', 0, 'h', 1, 0x93],
    'os.system',
  ),
  trick('REDUCE of a text', [text('os.system'), command, REDUCE]),
  trick('REDUCE of a number', [int(1), command, REDUCE]),
  trick('REDUCE of None', ['N', command, REDUCE]),
  trick('REDUCE of a list', [list(int(1)), command, REDUCE]),
  trick('REDUCE of a dict', [dict(), command, REDUCE]),
  trick('REDUCE of a storage class', [global('torch', 'FloatStorage'), tuple(int(8)), REDUCE], 'torch.FloatStorage'),
  trick('REDUCE of a dtype', [global('torch', 'float32'), EMPTY_TUPLE, REDUCE]),
  trick('REDUCE of a tensor', (legacy) => [tensor(legacy), EMPTY_TUPLE, REDUCE]),
  trick('STACK_GLOBAL of numbers', [int(1), int(2), 0x93]),
  trick('STACK_GLOBAL of bytes', ['C', 2, 'os', 'C', 6, 'system', 0x93]),
  trick('STACK_GLOBAL of a list', [list(text('os')), text('system'), 0x93]),
  trick('STACK_GLOBAL of one name', [text('os.system'), 0x93]),
  trick('a name of 1,000 bytes', global('a'.repeat(1_000), 'b')),
]

const registry: ReadonlyArray<Malicious> = [
  ...[1, 2, 127, 255].map((code) => trick(`EXT1 ${code}`, [0x82, code], 'EXT1')),
  ...[1, 256, 65535].map((code) => trick(`EXT2 ${code}`, [0x83, code & 255, code >> 8], 'EXT2')),
  ...[1, 2 ** 31 - 1].map((code) => trick(`EXT4 ${code}`, [0x84, Buffer.from(Uint32Array.of(code).buffer)], 'EXT4')),
]

/** Everything that runs code in Python, or tries to. */
export const codePickles: ReadonlyArray<Malicious> = [
  ...everyName(DANGEROUS),
  ...everyName(LOOKALIKES),
  ...callers,
  ...hidden,
  ...registry,
]
