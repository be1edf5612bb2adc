import { crc32 } from 'node:zlib'
import { bytes, type Piece, uint16, uint32, uint64 } from './pickle-writer.js'

/** What a header says about an entry. Lies are told by naming them. */
export interface EntryFields {
  readonly name: Piece
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly extra: Piece
}

export interface ZipEntry {
  readonly name: Piece
  readonly data: Uint8Array
  /** What the local header says otherwise. */
  readonly local?: Partial<EntryFields>
  /** What the directory says otherwise. */
  readonly central?: Partial<EntryFields> & { readonly attributes?: number; readonly offset?: number }
  /** Bytes of the local header's extra field, as torch pads to 64. */
  readonly pad?: number
}

export interface ZipOptions {
  readonly zip64?: boolean
  readonly comment?: string
  /** What the end record says otherwise. */
  readonly end?: { readonly entries?: number; readonly length?: number; readonly offset?: number }
}

const padding = (length: number): Piece => (length < 4 ? '' : ['FB', uint16(length - 4), Buffer.alloc(length - 4, 'Z')])

const fieldsOf = ({ flags, method, crc, packed, size }: EntryFields): Piece => [
  [uint16(flags), uint16(method), uint16(0), uint16(0x21)],
  [uint32(crc), uint32(packed), uint32(size)],
]

const ENDING = { plain: 0x06054b50, record64: 0x06064b50, locator64: 0x07064b50 } as const

/** An archive of stored entries, as torch and Python's zipfile write them, with the lies it is asked to tell. */
export const zip = (entries: ReadonlyArray<ZipEntry>, options: ZipOptions = {}): Buffer => {
  const files: Array<Buffer> = []
  const directory: Array<Buffer> = []
  let at = 0
  for (const { name, data, local, central, pad = 0 } of entries) {
    const fields = { name, flags: 0, method: 0, crc: crc32(data), packed: data.length, size: data.length, extra: '' }
    const own = { ...fields, extra: padding(pad), ...local }
    const listed = { ...fields, attributes: 0o100644 * 2 ** 16, offset: at, ...central }
    const [ownName, ownExtra, name_, extra] = [own.name, own.extra, listed.name, listed.extra].map((one) => bytes(one))
    const lengths = [uint16(ownName!.length), uint16(ownExtra!.length)]
    const file = bytes('PK\x03\x04', uint16(20), fieldsOf(own), lengths, ownName!, ownExtra!, data)
    directory.push(
      bytes(
        ['PK\x01\x02', uint16(0x0314), uint16(20), fieldsOf(listed)],
        [uint16(name_!.length), uint16(extra!.length), uint16(0), uint16(0), uint16(0)],
        [uint32(listed.attributes), uint32(listed.offset), name_!, extra!],
      ),
    )
    files.push(file)
    at += file.length
  }
  const length = directory.reduce((sum, one) => sum + one.length, 0)
  const says = { entries: entries.length, length, offset: at, ...options.end }
  const zip64: Piece = [
    [uint32(ENDING.record64), uint64(44), uint16(45), uint16(45), uint32(0), uint32(0)],
    [uint64(entries.length), uint64(entries.length), uint64(length), uint64(at)],
    [uint32(ENDING.locator64), uint32(0), uint64(at + length), uint32(1)],
  ]
  const comment = Buffer.from(options.comment ?? '')
  return bytes(
    files,
    directory,
    options.zip64 === true ? zip64 : '',
    [uint32(ENDING.plain), uint16(0), uint16(0), uint16(says.entries), uint16(says.entries)],
    [uint32(says.length), uint32(says.offset), uint16(comment.length), comment],
  )
}
