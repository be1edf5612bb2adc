import { crc32, deflateSync } from 'node:zlib'
import type { Rgb } from './heat-colours.js'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Eight bits a pixel, which stand for a colour of the palette. */
const DEPTH = 8
const PALETTE = 3

/**
 * A small picture as a PNG file: a byte a pixel, the number of its colour. It is written here so that maps of numbers need no package that decodes
 * photographs.
 *
 * @param pixels - Rows from top to bottom, `width * height` numbers of colours; 0 is transparent.
 * @param colours - From number 1 on, 255 at most.
 */
export const palettePng = (
  pixels: Uint8Array,
  width: number,
  height: number,
  colours: ReadonlyArray<Rgb>,
): Uint8Array => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([DEPTH, PALETTE, 0, 0, 0], 8)
  const rows = new Uint8Array(height * (width + 1))
  // Each row begins with the number of its filter: 0 is none.
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from([[0, 0, 0], ...colours].flat())),
    chunk('tRNS', Uint8Array.of(0)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ])
}

const chunk = (name: string, data: Uint8Array): Uint8Array => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(4 + named.length + 4)
  framed.writeUInt32BE(data.length, 0)
  framed.set(named, 4)
  framed.writeUInt32BE(crc32(named), 4 + named.length)
  return framed
}
