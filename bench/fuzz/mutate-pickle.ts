import { bytes, type Piece } from '../../test/unit/models/checkpoint/pickle-writer.js'
import type { Random } from './random.js'

/** How the argument of an opcode is told: its size, or where its own length stands. */
type Argument = number | 'u8' | 'u32' | 'i32' | 'u64' | 'line' | 'lines'

const ARGUMENTS: Readonly<Record<string, Argument>> = {
  K: 1,
  M: 2,
  J: 4,
  G: 8,
  h: 1,
  q: 1,
  j: 4,
  r: 4,
  X: 'u32',
  T: 'i32',
  B: 'u32',
  U: 'u8',
  C: 'u8',
  c: 'lines',
  i: 'lines',
  P: 'line',
  '\x80': 1,
  '\x82': 1,
  '\x83': 2,
  '\x84': 4,
  '\x8a': 'u8',
  '\x8b': 'i32',
  '\x8c': 'u8',
  '\x8d': 'u64',
  '\x8e': 'u64',
  '\x95': 8,
  '\x96': 'u64',
}

const argumentEnd = (pickle: Buffer, from: number): number => {
  const argument = ARGUMENTS[String.fromCharCode(pickle[from] as number)] ?? 0
  const at = from + 1
  if (typeof argument === 'number') return at + argument
  if (argument === 'u8') return at + 1 + (pickle[at] as number)
  if (argument === 'u32') return at + 4 + pickle.readUInt32LE(at)
  if (argument === 'i32') return at + 4 + pickle.readInt32LE(at)
  if (argument === 'u64') return at + 8 + Number(pickle.readBigUInt64LE(at))
  const line = pickle.indexOf('\n', at) + 1
  return argument === 'line' ? line : pickle.indexOf('\n', line) + 1
}

/** A sound pickle, opcode by opcode. */
export const opcodesOf = (pickle: Buffer): ReadonlyArray<Buffer> => {
  const opcodes: Array<Buffer> = []
  for (let from = 0; from < pickle.length;) {
    const end = argumentEnd(pickle, from)
    opcodes.push(pickle.subarray(from, end))
    from = end
  }
  return opcodes
}

const u32 = (random: Random): Buffer => Buffer.from(Uint32Array.of(random.pick([0, 1, 5, 2 ** 31, 2 ** 32 - 1])).buffer)
const u64 = (random: Random): Buffer =>
  Buffer.from(BigInt64Array.of(random.pick([0n, 3n, -1n, 2n ** 31n, 2n ** 53n, 2n ** 62n])).buffer)
const small = (random: Random): number => random.below(random.pick([3, 16, 256]))

const GLOBALS: ReadonlyArray<readonly [string, string]> = [
  ['os', 'system'],
  ['builtins', 'eval'],
  ['builtins', 'set'],
  ['__builtin__', 'set'],
  ['collections', 'OrderedDict'],
  ['torch', 'Size'],
  ['torch', 'float32'],
  ['torch', 'FloatStorage'],
  ['torch', 'LongStorage'],
  ['torch', 'ComplexFloatStorage'],
  ['torch._utils', '_rebuild_tensor'],
  ['torch._utils', '_rebuild_tensor_v2'],
  ['torch._utils', '_rebuild_parameter'],
  ['torch._utils', '_rebuild_tensor_v2.__globals__'],
  ['torch', '_utils._rebuild_tensor_v2'],
]

const TEXTS = ['', 'w', '__proto__', 'constructor', 'storage', '0', '1', 'cpu', '_metadata', '../0', 'a.b', '\0']

/** Opcodes as they could be written anew. */
const NEW: ReadonlyArray<(random: Random) => Piece> = [
  (random) =>
    random.pick([...'(.)]}aestuNRbQ012loI', 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x93, 0x94, 0x81, 0x92]),
  (random) => random.below(256),
  (random) => ['K', small(random)],
  (random) => ['M', small(random), small(random)],
  (random) => ['J', u32(random)],
  (random) => ['h', small(random)],
  (random) => ['q', small(random)],
  (random) => ['j', u32(random)],
  (random) => ['r', u32(random)],
  (random) => ['X', u32(random), random.pick(TEXTS)],
  (random) => ['B', u32(random), random.pick(TEXTS)],
  (random) => ['T', u32(random), random.pick(TEXTS)],
  (random) => [random.pick([0x8d, 0x8e, 0x96, 0x95]), u64(random), random.pick(TEXTS)],
  (random) => [0x8a, small(random), u64(random)],
  (random) => [0x8b, u32(random), u64(random)],
  (random) => [random.pick(['c', 'i']), random.pick(GLOBALS).join('\n'), '\n'],
  (random) => {
    const [module, name] = random.pick(GLOBALS)
    return [0x8c, module.length, module, 0x8c, name.length, name, 0x93]
  },
  (random) => {
    const text = random.pick(TEXTS)
    return ['X', Buffer.from(Uint32Array.of(Buffer.byteLength(text)).buffer), text]
  },
  (random) => [random.pick(['U', 'C', 0x8c]), small(random), random.pick(TEXTS)],
  (random) =>
    Buffer.alloc(random.below(400), random.pick(['(', ']', '}', ')', 'N', '0', '2', Buffer.of(0x85), Buffer.of(0x94)])),
]

/** One to six changes, most often one, that leave opcodes whole: left out, doubled, moved, replaced, or taken from another pickle. */
export const mutatePickle = (opcodes: ReadonlyArray<Buffer>, random: Random, other: ReadonlyArray<Buffer>): Buffer => {
  const changed: Array<Piece> = [...opcodes]
  for (let n = 1 + random.below(random.pick([1, 1, 2, 6])); n > 0; n--) {
    const i = 1 + random.below(changed.length)
    const kind = random.below(6)
    if (kind === 0) changed.splice(i, 1 + random.below(3))
    else if (kind === 1) changed.splice(i, 0, changed[random.below(changed.length)] ?? '')
    else if (kind === 2) changed.splice(i, 1, random.pick(NEW)(random))
    else if (kind === 3) changed.splice(i, 0, random.pick(NEW)(random))
    else if (kind === 4) changed.splice(i, 0, ...other.slice(random.below(other.length)).slice(0, 1 + random.below(12)))
    else changed.splice(i, 0, ...changed.splice(random.below(changed.length), 1 + random.below(8)))
  }
  return bytes(changed)
}
