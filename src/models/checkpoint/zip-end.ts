import type { ByteSource } from './byte-source.js'
import { PULL_AGAIN, refuse } from './refusal.js'

const END = { signature: 0x06054b50, bytes: 22 } as const
const LOCATOR = { signature: 0x07064b50, bytes: 20 } as const
const END_64 = { signature: 0x06064b50, bytes: 56 } as const

const MAX_COMMENT = 0xffff

/** Where the directory of an archive lies. */
export interface Directory {
  readonly entries: number
  readonly offset: number
  readonly length: number
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A number of eight bytes. Above 2^53 it is inexact, and past the end of any file all the same. */
export const uint64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true))

/** The place of the end record: the last one whose comment fills the file. */
const findEnd = (source: ByteSource): number => {
  const length = Math.min(source.size, END.bytes + MAX_COMMENT)
  const view = viewOf(source.read(source.size - length, length))
  for (let at = length - END.bytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== END.signature) continue
    if (at + END.bytes + view.getUint16(at + 20, true) === length) return source.size - length + at
  }
  return refuse('a complete archive', `a file without the directory at its end: it was cut off; ${PULL_AGAIN}`)
}

/** The directory's place, from the records at the end of the file; those of zip64 where there are any. */
export const findDirectory = (source: ByteSource): Directory => {
  const end = findEnd(source)
  const view = viewOf(source.read(end, END.bytes))
  if (view.getUint16(4, true) !== 0 || view.getUint16(6, true) !== 0)
    refuse('an archive in one piece', 'a part of several')
  const entries = view.getUint16(10, true)
  const plain = { entries, length: view.getUint32(12, true), offset: view.getUint32(16, true) }
  if (view.getUint16(8, true) !== entries) refuse('one count of entries', 'two')
  const isZip64 =
    end >= LOCATOR.bytes && viewOf(source.read(end - LOCATOR.bytes, 4)).getUint32(0, true) === LOCATOR.signature
  const found = isZip64 ? findDirectory64(source, end - LOCATOR.bytes, plain) : { ...plain, end }
  if (found.offset + found.length !== found.end)
    refuse(
      `a directory that ends at byte ${found.end}, before the end record`,
      `one from byte ${found.offset} to ${found.offset + found.length}`,
    )
  return found
}

const findDirectory64 = (source: ByteSource, locator: number, plain: Directory): Directory & { end: number } => {
  const place = viewOf(source.read(locator, LOCATOR.bytes))
  const end = uint64(place, 8)
  if (place.getUint32(4, true) !== 0 || place.getUint32(16, true) !== 1)
    refuse('an archive in one piece', 'a part of several')
  if (end + END_64.bytes > locator) return refuse('a zip64 record before its locator', `one at byte ${end}`)
  const view = viewOf(source.read(end, END_64.bytes))
  if (view.getUint32(0, true) !== END_64.signature || end + 12 + uint64(view, 4) !== locator)
    refuse(`a zip64 record at byte ${end}, up to its locator`, 'none')
  const entries = uint64(view, 32)
  const found = { entries, length: uint64(view, 40), offset: uint64(view, 48), end }
  if (view.getUint32(16, true) !== 0 || view.getUint32(20, true) !== 0)
    refuse('an archive in one piece', 'a part of several')
  if (uint64(view, 24) !== entries) refuse('one count of entries', 'two')
  const agree = (short: number, long: number, none: number): boolean => short === long || short === none
  if (
    !agree(plain.entries, entries, 0xffff) ||
    !agree(plain.length, found.length, 0xffffffff) ||
    !agree(plain.offset, found.offset, 0xffffffff)
  )
    refuse('end records that agree', 'two directories')
  return found
}
