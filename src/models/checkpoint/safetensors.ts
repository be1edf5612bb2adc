import type { Checkpoint, StoredTensor } from './checkpoint.js'
import type { ByteSource } from './byte-source.js'
import { BYTES, READABLE, SAFETENSORS } from './dtype.js'
import { parseHeaderJson } from './header-json.js'
import { cStrides, elementCount, MAX_RANK } from './layout.js'
import { PULL_AGAIN, refuse } from './refusal.js'

/** The format's own limit. */
const MAX_HEADER = 100_000_000

/** The length of the header comes first. */
export const LENGTH_BYTES = 8

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const FIELDS = ['data_offsets', 'dtype', 'shape']

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSizes = (value: unknown): value is ReadonlyArray<number> =>
  Array.isArray(value) && value.length <= MAX_RANK && value.every((size) => Number.isSafeInteger(size) && size >= 0)

/** The length of the header, where the file can be safetensors at all. */
export const headerLength = (source: ByteSource): number => {
  const head = source.read(0, LENGTH_BYTES)
  return Number(new DataView(head.buffer, head.byteOffset, LENGTH_BYTES).getBigUint64(0, true))
}

const readHeader = (source: ByteSource, length: number): Fields => {
  if (length > MAX_HEADER) refuse(`a header of at most ${MAX_HEADER} bytes`, String(length))
  const bytes = source.read(LENGTH_BYTES, length)
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return refuse('a header in UTF-8', 'bytes that are none')
  }
  if (!text.startsWith('{')) refuse('a header that starts with {', JSON.stringify(text.slice(0, 12)))
  const header = parseHeaderJson(text)
  return isFields(header) ? header : refuse('a header that is one object', 'something else')
}

const readMetadata = (metadata: unknown): Readonly<Record<string, string>> =>
  isFields(metadata) && Object.values(metadata).every((value) => typeof value === 'string')
    ? (metadata as Readonly<Record<string, string>>)
    : refuse('`__metadata__` of texts alone', 'something else')

const readEntry = (name: string, entry: unknown, begin: number): StoredTensor => {
  const shown = JSON.stringify(name.slice(0, 80))
  if (!isFields(entry) || Object.keys(entry).sort().join() !== FIELDS.join())
    return refuse(`dtype, shape and data_offsets of ${shown}`, 'other fields')
  const { dtype: code, shape, data_offsets: offsets } = entry
  const dtype = typeof code === 'string' ? SAFETENSORS.get(code) : undefined
  if (dtype === undefined)
    return refuse(`${READABLE} for ${shown}`, typeof code === 'string' ? `the dtype ${code.slice(0, 20)}` : 'no dtype')
  if (!isSizes(shape)) return refuse(`a shape of whole numbers for ${shown}`, 'something else')
  if (!isSizes(offsets) || offsets.length !== 2) return refuse(`two data_offsets for ${shown}`, 'something else')
  const [from, to] = offsets as [number, number]
  const length = elementCount(shape) * BYTES[dtype]
  if (to - from !== length)
    refuse(`${length} bytes for ${shown} (${dtype}, shape [${shape.join()}])`, String(to - from))
  return { name, dtype, shape, strides: cStrides(shape), inPlace: true, offset: begin + from, length }
}

/** No byte of the buffer belongs to two tensors or to none. */
const checkCover = (sorted: ReadonlyArray<StoredTensor>, begin: number, size: number): void => {
  let end = begin
  for (const { name, offset, length } of sorted) {
    if (offset !== end)
      refuse(
        `tensors one after another (${JSON.stringify(name.slice(0, 80))} at byte ${end - begin} of the values)`,
        `${offset - begin}: ${offset < end ? 'an overlap' : 'a hole'}`,
      )
    end += length
  }
  if (end > size) refuse(`${end} bytes`, `a file of ${size}: it was cut off; ${PULL_AGAIN}`)
  if (end < size) refuse('nothing after the last tensor', `${size - end} bytes`)
}

/** The tensors of a safetensors file and what it says of itself, every rule of the format checked. */
export const readSafetensors = (source: ByteSource): Pick<Checkpoint, 'tensors' | 'metadata'> => {
  const length = headerLength(source)
  const begin = LENGTH_BYTES + length
  const tensors: Array<StoredTensor> = []
  let metadata: Checkpoint['metadata'] = {}
  for (const [name, entry] of Object.entries(readHeader(source, length))) {
    if (name === '__metadata__') metadata = readMetadata(entry)
    else tensors.push(readEntry(name, entry, begin))
  }
  tensors.sort((a, b) => a.offset - b.offset || a.length - b.length)
  checkCover(tensors, begin, source.size)
  return { tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])), metadata }
}
