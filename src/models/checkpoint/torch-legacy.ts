import type { StoredTensor } from './checkpoint.js'
import type { ByteSource } from './byte-source.js'
import { BYTES } from './dtype.js'
import type { Span } from './layout.js'
import { OutOfBytes, type ReadStorage } from './pickle/machine.js'
import { isKind } from './pickle/make-container.js'
import { noStorage, type Unpickled, unpickle } from './pickle/unpickle.js'
import { kindOf, type PyStorage, type Value } from './pickle/value.js'
import { PULL_AGAIN, refuse } from './refusal.js'
import { legacyStorage } from './torch-storage-id.js'
import { torchTensors } from './torch-tensors.js'

const MAGIC = 0x1950a86a20f9469cfc6cn
const PROTOCOL = 1001

/** The five pickles come first; the values of the storages follow and are not read. */
const WINDOW = { first: 256 * 1024, largest: 64 * 2 ** 20 } as const

/** The beginning of a file, more of it as more is needed. */
const opening = (source: ByteSource): ((called: string, from: number, readStorage: ReadStorage) => Unpickled) => {
  let bytes = source.read(0, Math.min(WINDOW.first, source.size))
  const widen = (needed: number, called: string): void => {
    if (needed > source.size)
      refuse(`${called} to be complete`, `a file that ends at byte ${source.size}, inside of it; ${PULL_AGAIN}`)
    if (needed > WINDOW.largest) refuse(`at most ${WINDOW.largest} bytes of pickles`, 'more')
    bytes = source.read(0, Math.min(source.size, WINDOW.largest, Math.max(needed, 8 * bytes.length)))
  }
  return (called, from, readStorage) => {
    while (true) {
      try {
        return unpickle({ bytes, from, called }, readStorage)
      } catch (cause) {
        if (!(cause instanceof OutOfBytes)) throw cause
        widen(cause.needed, called)
      }
    }
  }
}

const checkSystem = (system: Value): void => {
  if (!isKind(system, 'dict')) return refuse('a dict of facts about the system', kindOf(system))
  if (system.entries.get('protocol_version') !== PROTOCOL)
    refuse(`a file of protocol ${PROTOCOL}`, kindOf(system.entries.get('protocol_version')))
  if (system.entries.get('little_endian') !== true)
    refuse(
      'values in little-endian order',
      'a file that says it is not little-endian; save it again on another machine',
    )
}

/** A storage each key, or the file says two things about one. */
const byKey = (storages: ReadonlyArray<PyStorage>): ReadonlyMap<string, PyStorage> => {
  const found = new Map<string, PyStorage>()
  for (const storage of storages) {
    const known = found.get(storage.key) ?? storage
    if (known.dtype !== storage.dtype || known.count !== storage.count)
      refuse(`one type and size for the storage ${kindOf(storage.key)}`, 'two')
    found.set(storage.key, storage)
  }
  return found
}

/** Where the values of each storage lie: in the order of the keys, each after its count. */
const locateStorages = (source: ByteSource, from: number, keys: Value, named: ReadonlyMap<string, PyStorage>) => {
  if (!isKind(keys, 'list')) return refuse('a list of storage keys', kindOf(keys))
  const spans = new Map<string, Span>()
  let at = from
  for (const key of keys.items) {
    const storage = typeof key === 'string' ? named.get(key) : undefined
    if (typeof key !== 'string' || storage === undefined)
      return refuse('keys of storages that the object names', kindOf(key))
    if (spans.has(key)) refuse('each storage once', `${kindOf(key)} twice`)
    const head = source.read(at, 8)
    const count = new DataView(head.buffer, head.byteOffset, 8).getBigInt64(0, true)
    if (count !== BigInt(storage.count))
      refuse(`${storage.count} elements in the storage ${kindOf(key)}`, `${count} at byte ${at}`)
    const length = storage.count * BYTES[storage.dtype]
    if (at + 8 + length > source.size)
      refuse(
        `${length} bytes for the storage ${kindOf(key)}`,
        `a file that ends after ${source.size - at - 8} of them; ${PULL_AGAIN}`,
      )
    spans.set(key, { offset: at + 8, length })
    at += 8 + length
  }
  for (const key of named.keys())
    if (!spans.has(key)) refuse(`the storage ${kindOf(key)} in the file`, 'none of that key')
  if (at !== source.size) refuse('nothing after the last storage', `${source.size - at} bytes`)
  return spans
}

/** The tensors of a file as `torch.save` wrote it up to version 1.5. */
export const readTorchLegacy = (source: ByteSource): ReadonlyMap<string, StoredTensor> => {
  const read = opening(source)
  const magic = read('the magic number', 0, noStorage)
  if (magic.value !== MAGIC)
    refuse("torch's magic number first", `${kindOf(magic.value)}: a pickle, but no checkpoint of torch`)
  const protocol = read('the protocol number', magic.end, noStorage)
  if (protocol.value !== PROTOCOL) refuse(`a file of protocol ${PROTOCOL}`, kindOf(protocol.value))
  const system = read('the system information', protocol.end, noStorage)
  checkSystem(system.value)
  const object = read('the object', system.end, legacyStorage)
  const keys = read('the list of storage keys', object.end, noStorage)
  const spans = locateStorages(source, keys.end, keys.value, byKey(object.storages))
  return torchTensors({
    value: object.value,
    bytes: object.end - system.end,
    fileSize: source.size,
    locate: ({ key }) => spans.get(key) as Span,
  })
}
