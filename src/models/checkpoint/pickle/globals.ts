import { STORAGES } from '../dtype.js'
import { refuse } from '../refusal.js'
import { makeOrderedDict, makeSet, makeSize } from './make-container.js'
import { rebuildParameter, rebuildTensor, rebuildTensorV2 } from './rebuild.js'
import type { PyDtype, PyGlobal, Value } from './value.js'

type Call = (args: ReadonlyArray<Value>) => Value

const CALLS: ReadonlyArray<readonly [module: string, name: string, call: Call]> = [
  ['collections', 'OrderedDict', makeOrderedDict],
  ['builtins', 'set', makeSet],
  ['__builtin__', 'set', makeSet],
  ['torch', 'Size', makeSize],
  ['torch._utils', '_rebuild_tensor', rebuildTensor],
  ['torch._utils', '_rebuild_tensor_v2', rebuildTensorV2],
  ['torch._utils', '_rebuild_parameter', rebuildParameter],
]

const DTYPES = [
  ...['float64', 'float32', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'],
  ...['complex32', 'complex64', 'complex128'],
]

/** One line break stands between module and name, so that no other module and name make the same key. */
const keyOf = (module: string, name: string): string => `${module}\n${name}`

const ALLOWED: ReadonlyMap<string, PyGlobal | PyDtype> = new Map<string, PyGlobal | PyDtype>([
  ...CALLS.map(
    ([module, name, call]) => [keyOf(module, name), { kind: 'global', name: `${module}.${name}`, call }] as const,
  ),
  ...[...STORAGES].map(
    ([name, storage]) => [keyOf('torch', name), { kind: 'global', name: `torch.${name}`, storage }] as const,
  ),
  ...DTYPES.map((name) => [keyOf('torch', name), { kind: 'dtype', name: `torch.${name}` }] as const),
])

/** Storages that torch writes and nothing here can use. */
const UNREADABLE = /^(Complex|Q)\w*Storage$/

/** A name that a pickle may refer to. Everything else in Python, whatever it is, refuses the file. */
export const allowedGlobal = (module: string, name: string): PyGlobal | PyDtype => {
  const found = ALLOWED.get(keyOf(module, name))
  if (found !== undefined) return found
  const shown = JSON.stringify(`${module}.${name}`.slice(0, 120)).slice(1, -1)
  if (module === 'torch' && UNREADABLE.test(name))
    return refuse('real numbers of a plain dtype', `${shown}, a dtype that is not supported`)
  return refuse('tensors and plain values only', `the global ${shown}, which could run code`)
}
