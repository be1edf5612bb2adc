import type { Random } from './random.js'

type Mutator = (bytes: Buffer, random: Random, other: Buffer) => Buffer

/** Numbers at which lengths and offsets go wrong. */
const EDGES = [
  0,
  1,
  2,
  4,
  7,
  8,
  22,
  64,
  127,
  128,
  255,
  256,
  32767,
  65534,
  65535,
  2 ** 24,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
]
const EDGES_64 = [-1n, 2n ** 31n, 2n ** 32n, 2n ** 40n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 62n, -(2n ** 63n)]

const at = (bytes: Buffer, random: Random, width: number): number => random.below(Math.max(1, bytes.length - width + 1))

const MUTATORS: ReadonlyArray<Mutator> = [
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    for (let n = 1 + random.below(4); n > 0 && copy.length > 0; n--) {
      const i = random.below(copy.length)
      copy[i] = (copy[i] as number) ^ (1 << random.below(8))
    }
    return copy
  },
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    if (copy.length > 0) copy[random.below(copy.length)] = random.below(256)
    return copy
  },
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    const value = random.pick([...EDGES, bytes.length, bytes.length - 1, bytes.length + 1])
    if (copy.length >= 4) copy.writeUInt32LE(value, at(copy, random, 4))
    return copy
  },
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    if (copy.length >= 2) copy.writeUInt16LE(random.pick(EDGES) & 0xffff, at(copy, random, 2))
    return copy
  },
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    if (copy.length >= 8) copy.writeBigInt64LE(random.pick(EDGES_64), at(copy, random, 8))
    return copy
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(Math.min(64, bytes.length) + 1)),
  (bytes, random, other) =>
    Buffer.concat([bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1))]),
  (bytes, random) => {
    const from = random.below(bytes.length + 1)
    const to = Math.min(bytes.length, from + random.below(64))
    const place = random.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, place), bytes.subarray(from, to), bytes.subarray(place)])
  },
  (bytes, random) => {
    const from = random.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + random.below(32))])
  },
  (bytes, random) => {
    const noise = Buffer.from(Array.from({ length: 1 + random.below(16) }, () => random.below(256)))
    const place = random.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, place), noise, bytes.subarray(place)])
  },
]

/** One to three changes that know nothing of the format: bits, lengths, cuts, splices, repeats. */
export const mutateBytes = (bytes: Buffer, random: Random, other: Buffer): Buffer => {
  let changed = bytes
  for (let n = 1 + random.below(random.pick([1, 3])); n > 0; n--)
    changed = random.pick(MUTATORS)(changed, random, other)
  return changed
}
