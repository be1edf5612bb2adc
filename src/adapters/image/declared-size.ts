import type { EncodedFormat } from './format.js'

/** What a header says of an image's size, as far as it was found. */
export interface DeclaredSize {
  readonly width: number
  readonly height: number
}

/**
 * The size that a PNG or TIFF header declares in 32 bits; nothing for other formats, which have no room for such sizes, or where it is not
 * found. libvips cannot hold sizes beyond 10^8 and complains of them on stderr: they are told here instead.
 */
export const declaredSize = (bytes: Uint8Array, format: EncodedFormat): DeclaredSize | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (format === 'tiff') return tiffSize(view)
  // Signature, length and name of the first chunk, which is the header.
  return format === 'png' && bytes.length >= 24 ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined
}

const WIDTH = 256
const HEIGHT = 257
/** Field types and how their value is read; the 16-bit one stands in the first half of its four bytes. */
const SHORT = 3
const BIG = 0x2b

/** Of the first directory. BigTIFF has another layout and is left to the decoder. */
const tiffSize = (view: DataView): DeclaredSize | undefined => {
  const little = view.byteLength >= 8 && view.getUint8(0) === 0x49
  if (view.byteLength < 8 || view.getUint16(2, little) === BIG) return undefined
  const at = view.getUint32(4, little)
  if (at + 2 > view.byteLength) return undefined
  const count = Math.min(view.getUint16(at, little), Math.floor((view.byteLength - at - 2) / 12))
  const size = { width: 0, height: 0 }
  for (let field = at + 2; field < at + 2 + 12 * count; field += 12) {
    const tag = view.getUint16(field, little)
    if (tag !== WIDTH && tag !== HEIGHT) continue
    const short = view.getUint16(field + 2, little) === SHORT
    const value = short ? view.getUint16(field + 8, little) : view.getUint32(field + 8, little)
    size[tag === WIDTH ? 'width' : 'height'] = value
  }
  return size
}
