import { BadImage } from './bad-image.js'

/** What sharp calls the formats that are read. */
export type EncodedFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'heif' | 'tiff'

/** What an input must be, in words. */
export const EXPECTED_FORMATS = 'a PNG, JPEG, WebP, GIF, AVIF or TIFF image'

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)))

/** Told by the first bytes alone; a name or a media type is what somebody wrote on it. */
export const formatOf = (bytes: Uint8Array): EncodedFormat => {
  const start = latin1(bytes, 0, 12)
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif'
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'webp'
  if (/^(II[*+]\0|MM\0[*+])/.test(start)) return 'tiff'
  if (start.slice(4, 8) === 'ftyp' && isAvif(bytes)) return 'heif'
  throw new BadImage(EXPECTED_FORMATS, nameOf(bytes, start))
}

/** Brands of a file-type box: the major one, four bytes of version, compatible ones. */
const isAvif = (bytes: Uint8Array): boolean => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const brands = latin1(bytes, 8, Math.min(length, 256)).match(/[^]{4}/g) ?? []
  return brands.some((brand, i) => i !== 1 && (brand === 'avif' || brand === 'avis'))
}

/** A thing that is refused, by its name where it has one. */
const nameOf = (bytes: Uint8Array, start: string): string => {
  if (bytes.length === 0) return '0 bytes'
  if (start.startsWith('%PDF')) return 'a PDF'
  if (start.startsWith('BM')) return 'a BMP image'
  if (start.slice(4, 8) === 'ftyp') return `a file of type ${JSON.stringify(start.slice(8))}`
  const text = latin1(bytes, 0, 1024)
  if (/<svg/i.test(text)) return 'an SVG drawing'
  if (/^[\t\n\r -~]+$/.test(text)) return 'text'
  return `bytes that begin with ${Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`
}
