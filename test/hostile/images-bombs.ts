import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'

/** Small files that ask for a lot of memory: by a header that says so, or by one that says otherwise. */
export interface Bomb {
  readonly name: string
  readonly bytes: Uint8Array
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const u16le = (value: number): Buffer => Buffer.from([value & 255, value >> 8])
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)])
const u32le = (value: number): Buffer => Buffer.concat([u16le(value & 0xffff), u16le(value >>> 16)])
const text = (value: string): Buffer => Buffer.from(value, 'latin1')

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([text(type), data])
  return Buffer.concat([u32(data.length), body, u32(crc32(body))])
}

interface PngHeader {
  readonly width: number
  readonly height: number
  readonly depth?: number
  /** 0 grey, 2 RGB, 6 RGB and alpha. */
  readonly colour?: number
  readonly interlaced?: boolean
}

const png = (
  { width, height, depth = 8, colour = 2, interlaced = false }: PngHeader,
  ...chunks: Array<Buffer>
): Buffer =>
  Buffer.concat([
    text('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([depth, colour, 0, 0, interlaced ? 1 : 0])])),
    ...chunks,
    chunk('IEND', Buffer.alloc(0)),
  ])

/** So many zeros, deflated; deflated in full, it takes a thousandth. */
const zeros = (length: number): Buffer => deflateSync(Buffer.alloc(length), { level: 9 })

const HUNDRED_MB = 100_000_000

const riff = (...chunks: Array<Buffer>): Buffer => {
  const body = Buffer.concat([text('WEBP'), ...chunks])
  return Buffer.concat([text('RIFF'), u32le(body.length), body])
}

const riffChunk = (type: string, data: Buffer): Buffer => Buffer.concat([text(type), u32le(data.length), data])

const u24le = (value: number): Buffer => u32le(value).subarray(0, 3)

/** A directory of a TIFF file, all of whose values fit in their entries. */
const tiff = (tags: ReadonlyArray<readonly [tag: number, value: number]>, data: Buffer): Buffer =>
  Buffer.concat([
    text('II*\0'),
    u32le(8 + data.length),
    data,
    u16le(tags.length),
    ...[...tags]
      .sort(([a], [b]) => a - b)
      .map(([tag, value]) => Buffer.concat([u16le(tag), u16le(4), u32le(1), u32le(value)])),
    // The next directory is this one.
    u32le(8 + data.length),
  ])

const TIFF = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  offset: 273,
  samples: 277,
  rows: 278,
  bytes: 279,
}
const TILE = { width: 322, height: 323, offset: 324, bytes: 325 }
const DEFLATE = 8

const gif = (width: number, height: number, frameWidth: number, frameHeight: number): Buffer =>
  Buffer.concat([
    text('GIF89a'),
    ...[width, height].map(u16le),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    Buffer.from([0x2c, 0, 0, 0, 0]),
    ...[frameWidth, frameHeight].map(u16le),
    Buffer.from([0, 2, 2, 0x4c, 0x01, 0, 0x3b]),
  ])

/** A JPEG that says it is larger than its data go, and has no end. */
const jpegStart = async (width: number, height: number, progressive: boolean): Promise<Buffer> => {
  const whole = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'grey' } })
    .jpeg({ progressive })
    .toBuffer()
  const at = whole.indexOf(Buffer.from([0xff, progressive ? 0xc2 : 0xc0]))
  u16(height).copy(whole, at + 5)
  u16(width).copy(whole, at + 7)
  return whole.subarray(0, -2)
}

/** An AVIF of one size that says it had another. */
const lyingAvif = async (width: number, height: number, says: number): Promise<Buffer> => {
  const whole = await sharp({ create: { width, height, channels: 3, background: 'grey' } })
    .avif({ effort: 0, quality: 1 })
    .toBuffer()
  for (let at = whole.indexOf('ispe'); at >= 0; at = whole.indexOf('ispe', at + 1)) {
    u32(says).copy(whole, at + 8)
    u32(says).copy(whole, at + 12)
  }
  return whole
}

const lyingWebp = async (canvas: number): Promise<Buffer> => {
  const whole = await sharp({ create: { width: 16383, height: 4096, channels: 3, background: 'grey' } })
    .webp({ quality: 1, effort: 0 })
    .toBuffer()
  return riff(riffChunk('VP8X', Buffer.concat([u32le(0), u24le(canvas - 1), u24le(canvas - 1)])), whole.subarray(12))
}

/** Every bomb; made by formula, in some seconds. */
export const bombs = async (): Promise<ReadonlyArray<Bomb>> => {
  const zip = zeros(HUNDRED_MB)
  const tall: PngHeader = { width: 30_000, height: 30_000, depth: 1, colour: 0 }
  const strips = [
    [TIFF.bits, 8],
    [TIFF.compression, DEFLATE],
    [TIFF.photometric, 1],
    [TIFF.samples, 1],
    [TIFF.offset, 8],
    [TIFF.bytes, zip.length],
  ] as const
  const tiles = (size: number): ReadonlyArray<readonly [number, number]> => [
    ...strips.slice(0, 4),
    [TILE.width, size],
    [TILE.height, size],
    [TILE.offset, 8],
    [TILE.bytes, zip.length],
  ]
  const small = { width: 8, height: 8 }
  return [
    { name: 'PNG of 30000 x 30000 zeros', bytes: png(tall, chunk('IDAT', zeros(3751 * 30_000))) },
    { name: 'PNG of 8 x 8 whose data inflate to 100 MB', bytes: png(small, chunk('IDAT', zip)) },
    {
      name: 'PNG with a compressed text of 100 MB',
      bytes: png(small, chunk('zTXt', Buffer.concat([text('a\0\0'), zip])), chunk('IDAT', zeros(200))),
    },
    {
      name: 'PNG with an international text of 100 MB',
      bytes: png(small, chunk('iTXt', Buffer.concat([text('a\0\x01\0\0\0'), zip])), chunk('IDAT', zeros(200))),
    },
    {
      name: 'PNG with a colour profile of 100 MB',
      bytes: png(small, chunk('iCCP', Buffer.concat([text('a\0\0'), zip])), chunk('IDAT', zeros(200))),
    },
    {
      name: 'PNG of 4096 x 4096, 16 bits, interlaced, cut short',
      bytes: png(
        { width: 4096, height: 4096, depth: 16, colour: 6, interlaced: true },
        chunk('IDAT', zip.subarray(0, 2000)),
      ),
    },
    { name: 'PNG of 2^31 - 1 x 2^31 - 1', bytes: png({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }, chunk('IDAT', zip)) },
    { name: 'GIF of 65535 x 65535', bytes: gif(65535, 65535, 65535, 65535) },
    { name: 'GIF of 8 x 8 with a frame of 65535 x 65535', bytes: gif(8, 8, 65535, 65535) },
    {
      name: 'TIFF of 60000 x 60000',
      bytes: tiff([...strips, [TIFF.width, 60_000], [TIFF.height, 60_000], [TIFF.rows, 60_000]], zip),
    },
    {
      name: 'TIFF of 8 x 8 whose strip inflates to 100 MB',
      bytes: tiff([...strips, [TIFF.width, 8], [TIFF.height, 8], [TIFF.rows, 8]], zip),
    },
    {
      name: 'TIFF of 8 x 8 with rows in strips of 2^31',
      bytes: tiff([...strips, [TIFF.width, 8], [TIFF.height, 8], [TIFF.rows, 2 ** 31]], zip),
    },
    {
      name: 'TIFF of 4096 x 4096 in one strip that is all there is',
      bytes: tiff([...strips, [TIFF.width, 4096], [TIFF.height, 4096], [TIFF.rows, 4096]], zip.subarray(0, 500)),
    },
    {
      name: 'TIFF of 8 x 8 in a tile of 8192 x 8192',
      bytes: tiff([...tiles(8192), [TIFF.width, 8], [TIFF.height, 8]], zip),
    },
    {
      name: 'TIFF of 8 x 8 in a tile of 65536 x 65536',
      bytes: tiff([...tiles(65536), [TIFF.width, 8], [TIFF.height, 8]], zip),
    },
    {
      name: 'WebP of 16384 x 16384',
      bytes: riff(riffChunk('VP8X', Buffer.concat([u32le(0), u24le(16383), u24le(16383)]))),
    },
    { name: 'WebP that says 16 x 16 of a frame of 16383 x 4096', bytes: await lyingWebp(16) },
    { name: 'JPEG of 65500 x 65500', bytes: await jpegStart(65500, 65500, false) },
    { name: 'JPEG of 4096 x 4096 that ends early', bytes: await jpegStart(4096, 4096, false) },
    { name: 'progressive JPEG of 4096 x 4096 that ends early', bytes: await jpegStart(4096, 4096, true) },
    { name: 'AVIF that says 16 x 16 of 8192 x 8192', bytes: await lyingAvif(8192, 8192, 16) },
    {
      name: 'SVG of 30000 x 30000',
      bytes: text('<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>'),
    },
    { name: 'SVG, gzipped', bytes: gzipSync('<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>') },
  ]
}
