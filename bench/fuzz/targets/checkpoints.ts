import { showError } from '../../../src/core/error.js'
import { memorySource } from '../../../src/models/checkpoint/byte-source.js'
import { decodeTensor } from '../../../src/models/checkpoint/decode-tensor.js'
import { readCheckpoint } from '../../../src/models/checkpoint/read-checkpoint.js'
import { elementCount } from '../../../src/models/checkpoint/layout.js'
import { safetensorsOf, torchLegacy, torchZip } from '../../../test/unit/models/checkpoint/torch-files.js'
import type { EntryFields, ZipEntry } from '../../../test/unit/models/checkpoint/zip-writer.js'
import { mutateBytes } from '../mutate-bytes.js'
import { mutateHeader } from '../mutate-header.js'
import { mutatePickle, opcodesOf } from '../mutate-pickle.js'
import type { Random } from '../random.js'
import type { Target, Verdict } from '../target.js'
import { largeFiles, largeSeed, type PickleSeed, pickleSeeds, safetensorsSeed } from './checkpoint-seeds.js'

/** One input in so many is large. */
const LARGE_EVERY = 500

const build = ({ legacy, storages }: PickleSeed, pickle: Buffer, options = {}): Buffer =>
  legacy ? torchLegacy(pickle, storages) : torchZip(pickle, storages, options)

const files: ReadonlyArray<Buffer> = [
  ...pickleSeeds.flatMap((seed) => [build(seed, seed.pickle), build(seed, seed.pickle, { zip64: true, pad: 20 })]),
  safetensorsOf(safetensorsSeed.header, safetensorsSeed.values),
]

const opcodes = pickleSeeds.map(({ pickle }) => opcodesOf(pickle))

const EDGES = [0, 1, 8, 46, 0xff, 0xffff, 0x7fffffff, 0xffffffff]
const NAMES = ['archive/data/0', 'archive/data.pkl', '../evil', '/abs', 'archive/', 'C:\\x', 'archive/data/0\0']

const lie = (random: Random): Partial<EntryFields> & { offset?: number; attributes?: number } =>
  random.pick([
    () => ({ name: random.pick(NAMES) }),
    () => ({ flags: random.pick([1, 8, 64, 2048, 2056, 0xffff]) }),
    () => ({ method: random.pick([8, 12, 99]) }),
    () => ({ crc: random.below(2 ** 32) }),
    () => ({ packed: random.pick(EDGES) }),
    () => ({ size: random.pick(EDGES) }),
    () => ({ extra: Buffer.from([1, 0, random.below(32), 0, ...new Array<number>(random.below(28)).fill(255)]) }),
    () => ({ offset: random.pick(EDGES) }),
    () => ({ attributes: random.pick([0o120777, 0o040755, 0o020666]) * 2 ** 16 }),
  ])()

const zipFields = (random: Random): Buffer => {
  const seed = random.pick(pickleSeeds.filter(({ legacy }) => !legacy))
  const data = random.pick([Buffer.alloc(0), Buffer.from('little'), Buffer.from('big'), seed.pickle])
  const name = random.pick([...NAMES, 'archive/byteorder', 'archive/extra'])
  const more: ReadonlyArray<ZipEntry> = [
    { name, data, local: lie(random), central: lie(random), pad: random.below(80) },
  ]
  const end = random.pick([
    {},
    {},
    { entries: random.pick(EDGES) & 0xffff },
    { length: random.pick(EDGES) },
    { offset: 0 },
  ])
  return torchZip(seed.pickle, seed.storages, {
    more,
    end,
    zip64: random.below(2) === 0,
    comment: ''.padEnd(random.below(9)),
  })
}

const ofPickle = (random: Random): Buffer => {
  const i = random.below(pickleSeeds.length)
  const seed = pickleSeeds[i] as PickleSeed
  return build(seed, mutatePickle(opcodes[i] as ReadonlyArray<Buffer>, random, random.pick(opcodes)))
}

const ofPickleBytes = (random: Random): Buffer => {
  const seed = random.pick(pickleSeeds)
  return build(seed, mutateBytes(seed.pickle, random, random.pick(pickleSeeds).pickle))
}

const ofHeader = (random: Random): Buffer => {
  const { header, values } = safetensorsSeed
  const length = random.below(6) === 0 ? random.pick([...EDGES, 2 ** 40, 100_000_001]) : undefined
  return safetensorsOf(mutateHeader(header, random), values, length)
}

const large = (random: Random): Buffer => {
  if (random.below(3) > 0) return mutateBytes(random.pick(largeFiles), random, random.pick(largeFiles))
  return build(largeSeed, mutateBytes(largeSeed.pickle, random, largeSeed.pickle))
}

const MAKERS = [ofPickle, ofPickle, ofPickle, ofPickleBytes, ofHeader, zipFields]

const make = (random: Random): Buffer => {
  if (random.below(LARGE_EVERY) === 0) return large(random)
  return random.below(4) === 0
    ? mutateBytes(random.pick(files), random, random.pick(files))
    : random.pick(MAKERS)(random)
}

const check = (holds: boolean, promise: string): void => {
  if (!holds) throw new Error(`broken promise: ${promise}`)
}

/** Reads a file and all its tensors, in memory, and holds the result against what the readers promise. */
const run = (input: Uint8Array): Verdict => {
  const answer = readCheckpoint(memorySource(input), 'fuzz')
  if (answer._tag === 'Left') {
    check(answer.left._tag === 'BadFile' && answer.left.cause === undefined, showError(answer.left))
    return 'refused'
  }
  for (const tensor of answer.right.tensors.values()) {
    const { offset, length, shape } = tensor
    const count = elementCount(shape)
    check(offset >= 0 && length >= 0 && offset + length <= input.length, 'a tensor lies in its file')
    check(count <= input.length, 'a tensor has no more elements than its file has bytes')
    const { data } = decodeTensor(tensor, new Uint8Array(input.subarray(offset, offset + length)).buffer)
    check(data.length === count, 'as many values as the shape says')
  }
  return 'read'
}

export const checkpoints: Target = { name: 'checkpoints', make, run }
