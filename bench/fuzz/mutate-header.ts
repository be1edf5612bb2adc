import type { Random } from './random.js'

type Json = Record<string, unknown>

const NUMBERS = [0, 1, -1, 4, 8, 1.5, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e300, null, '4', [], {}, true]
const DTYPES = ['F64', 'F32', 'F16', 'BF16', 'I64', 'I32', 'I16', 'I8', 'U8', 'BOOL', 'F8_E4M3', 'f32', '', 4, null]
const NAMES = ['w', '__metadata__', '__proto__', 'constructor', '', 'a.b', 'b']

const numbers = (random: Random): unknown =>
  random.below(8) === 0
    ? random.pick(NUMBERS)
    : Array.from({ length: random.below(4) }, () => random.pick([random.below(9), random.pick(NUMBERS)]))

const EDITS: ReadonlyArray<(header: Json, entry: Json, random: Random) => unknown> = [
  (_, entry, random) => (entry['dtype'] = random.pick(DTYPES)),
  (_, entry, random) => (entry['shape'] = numbers(random)),
  (_, entry, random) => (entry['data_offsets'] = numbers(random)),
  (_, entry, random) => Reflect.deleteProperty(entry, random.pick(['dtype', 'shape', 'data_offsets'])),
  (_, entry, random) => (entry[random.pick(NAMES)] = random.pick(NUMBERS)),
  (header, entry, random) => Object.defineProperty(header, random.pick(NAMES), { value: entry, enumerable: true }),
  (header, _, random) => (header['__metadata__'] = random.pick([{ a: 'b' }, { a: 1 }, [], 'text', null, {}])),
  (header, _, random) => Reflect.deleteProperty(header, random.pick(Object.keys(header))),
]

/** A header that says something else: other dtypes, shapes and offsets, fields more and fewer, names twice. */
export const mutateHeader = (header: Json, random: Random): string => {
  const copy = structuredClone(header)
  const isOpen = (value: unknown): value is Json =>
    typeof value === 'object' && value !== null && Object.isExtensible(value)
  for (let n = 1 + random.below(3); n > 0; n--) {
    const names = Object.keys(copy)
    const entry = names.length === 0 ? {} : copy[random.pick(names)]
    try {
      random.pick(EDITS)(copy, isOpen(entry) ? entry : {}, random)
    } catch {
      // A name that was fixed by an edit before: the header stays as it is.
    }
  }
  const text = JSON.stringify(copy)
  if (random.below(6) > 0) return text
  const at = random.below(text.length)
  return random.pick([
    () => `${text.slice(0, at)}${random.pick([...'{}[]",:\\ 0e-', '\u0000', '\ud800', '"w":'])}${text.slice(at)}`,
    () => `${text.slice(0, at)}${text.slice(at + 1)}`,
    () => `${text.slice(0, -1)},${text.slice(1)}`,
    () => `${text}${' '.repeat(random.below(9))}`,
    () => '['.repeat(1 + random.below(2_000)),
  ])()
}
