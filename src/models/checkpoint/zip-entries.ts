import { crc32 } from 'node:zlib'
import type { ByteSource } from './byte-source.js'
import type { Span } from './layout.js'
import { refuse } from './refusal.js'
import { findDirectory, uint64, viewOf } from './zip-end.js'
import { entryName } from './zip-name.js'

const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const

const FLAG = { encrypted: 1, sizesFollow: 8, strong: 64, masked: 8192 } as const
const STORED = 0
const ALL_ONES = 0xffffffff
const ZIP64 = 0x0001

/** Bytes of a directory, and entries in it; torch needs about 80 bytes a storage. */
const MAX_DIRECTORY = 16 * 2 ** 20
const MAX_ENTRIES = 100_000

/** S_IFMT and S_IFREG of a Unix mode. 0 where none was noted. */
const FILE_TYPE = 0o170000
const REGULAR = 0o100000

/** One stored entry: its bytes lie in the file as they are. */
export interface Entry extends Span {
  readonly name: string
  readonly crc: number
}

interface Listed {
  readonly name: string
  readonly nameBytes: Uint8Array
  readonly flags: number
  readonly crc: number
  readonly length: number
  readonly header: number
}

/** Sizes and place from the zip64 field, for those whose short form is all ones: in this order, as the format has it. */
const widened = (extra: Uint8Array, short: ReadonlyArray<number>): ReadonlyArray<number> => {
  if (!short.includes(ALL_ONES)) return short
  const view = viewOf(extra)
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + view.getUint16(at + 2, true)
    if (end > extra.length) break
    if (view.getUint16(at, true) !== ZIP64) {
      at = end
      continue
    }
    let next = at + 4
    return short.map((value) => {
      if (value !== ALL_ONES) return value
      next += 8
      return next <= end ? uint64(view, next - 8) : refuse('a zip64 field with all sizes', 'a shorter one')
    })
  }
  return refuse('a zip64 field for sizes above 4 GiB', 'none')
}

const listed = (bytes: Uint8Array, at: number): { entry: Listed; end: number } => {
  const view = viewOf(bytes)
  if (at + CENTRAL.bytes > bytes.length || view.getUint32(at, true) !== CENTRAL.signature)
    return refuse('an entry of the directory', `something else, ${at} bytes into it`)
  const nameEnd = at + CENTRAL.bytes + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const end = extraEnd + view.getUint16(at + 32, true)
  if (end > bytes.length) return refuse('a complete entry of the directory', 'one that reaches past its end')
  const nameBytes = bytes.subarray(at + CENTRAL.bytes, nameEnd)
  const name = entryName(nameBytes)
  const flags = view.getUint16(at + 8, true)
  const shown = JSON.stringify(name)
  if ((flags & (FLAG.encrypted | FLAG.strong | FLAG.masked)) !== 0) refuse('entries that are not encrypted', shown)
  if (view.getUint16(at + 10, true) !== STORED)
    refuse(
      'entries stored as they are, as torch writes them',
      `${shown}, which is compressed; save it again with torch.save`,
    )
  const type = (view.getUint32(at + 38, true) >>> 16) & FILE_TYPE
  if (type !== 0 && type !== REGULAR) refuse('entries that are plain files', `${shown}, a link or a device`)
  const short = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)]
  const [length, packed, header] = widened(bytes.subarray(nameEnd, extraEnd), short) as [number, number, number]
  if (length !== packed) refuse(`${shown} to be stored in as many bytes as it has`, `${packed} for ${length}`)
  return { entry: { name, nameBytes, flags, crc: view.getUint32(at + 16, true), length, header }, end }
}

/** Holds the entry's own header against the directory, and finds where its bytes begin. */
const located = (source: ByteSource, entry: Listed): Entry => {
  const { name, nameBytes, flags, crc, length, header } = entry
  const shown = JSON.stringify(name)
  const view = viewOf(source.read(header, LOCAL.bytes))
  const nameLength = view.getUint16(26, true)
  if (view.getUint32(0, true) !== LOCAL.signature || nameLength !== nameBytes.length)
    return refuse(`the entry ${shown} at byte ${header}`, 'something else')
  const rest = source.read(header + LOCAL.bytes, nameLength + view.getUint16(28, true))
  const sameName = nameBytes.every((byte, i) => rest[i] === byte)
  const [own, packed] = widened(rest.subarray(nameLength), [view.getUint32(22, true), view.getUint32(18, true)])
  const ownCrc = view.getUint32(14, true)
  const follows = (flags & FLAG.sizesFollow) !== 0
  const same = ownCrc === crc && own === length && packed === length
  const blank = follows && ownCrc === 0 && own === 0 && packed === 0
  if (!sameName || view.getUint16(6, true) !== flags || view.getUint16(8, true) !== STORED || !(same || blank))
    refuse(`the header of ${shown} to say what the directory says`, 'another name, method, size or checksum')
  return { name, crc, length, offset: header + LOCAL.bytes + rest.length }
}

/** No byte belongs to two entries or to an entry and the directory: what one reader sees, every reader sees. */
const checkApart = (spans: ReadonlyArray<readonly [from: number, entry: Entry]>, directory: number): void => {
  const sorted = [...spans].sort(([a], [b]) => a - b)
  sorted.forEach(([, { name, offset, length }], i) => {
    const next = sorted[i + 1]?.[0] ?? directory
    if (offset + length > next)
      refuse(`the entry ${JSON.stringify(name)} to end before byte ${next}`, `byte ${offset + length}`)
  })
}

/** The entries of an archive, by name. Their values are not read. */
export const zipEntries = (source: ByteSource): ReadonlyMap<string, Entry> => {
  const directory = findDirectory(source)
  if (directory.length > MAX_DIRECTORY) refuse(`a directory of at most ${MAX_DIRECTORY} bytes`, `${directory.length}`)
  if (directory.entries > MAX_ENTRIES) refuse(`at most ${MAX_ENTRIES} entries`, String(directory.entries))
  if (directory.entries * CENTRAL.bytes > directory.length)
    refuse(`a directory of ${directory.entries} entries`, `one of ${directory.length} bytes`)
  const bytes = source.read(directory.offset, directory.length)
  const entries = new Map<string, Entry>()
  const spans: Array<readonly [number, Entry]> = []
  let at = 0
  for (let i = 0; i < directory.entries; i++) {
    const { entry, end } = listed(bytes, at)
    if (entries.has(entry.name)) refuse('each entry once', `${JSON.stringify(entry.name)} twice`)
    const found = located(source, entry)
    entries.set(entry.name, found)
    spans.push([entry.header, found])
    at = end
  }
  if (at !== bytes.length) refuse(`${directory.entries} entries in the directory`, 'more')
  checkApart(spans, directory.offset)
  return entries
}

/** The bytes of an entry that is read as a whole, held against its checksum. */
export const readEntry = (source: ByteSource, { name, offset, length, crc }: Entry, most: number): Uint8Array => {
  if (length > most) refuse(`at most ${most} bytes in ${JSON.stringify(name)}`, String(length))
  const bytes = source.read(offset, length)
  if (crc32(bytes) !== crc) refuse(`${JSON.stringify(name)} to match its checksum`, 'damaged bytes; pull it again')
  return bytes
}
