import type { Image } from '../image/image.js'
import { fnv1a32, hash32 } from './hash.js'

/** What a formula image shows. */
export type FormulaKind = 'gradient' | 'checker' | 'noise' | 'discs' | 'clouds'

/** What may be done to one. */
export type FormulaDistortion = 'same' | 'noise' | 'blur' | 'shift' | 'cast' | 'invert'

type Painter = (width: number, height: number, hash: (i: number) => number, paint: Paint) => void
type Paint = (x: number, y: number, r: number, g: number, b: number) => void

const div = (a: number, b: number): number => Math.floor(a / b)

const PAINTERS: Readonly<Record<FormulaKind, Painter>> = {
  gradient: (w, h, hash, paint) =>
    eachPixel(w, h, (x, y) =>
      paint(x, y, div(255 * x, w - 1), div(255 * y, h - 1), (div(255 * (x + y), w + h - 2) + (hash(0) & 63)) & 255),
    ),
  checker: (w, h, hash, paint) => {
    const cell = 5 + (hash(0) % 12)
    eachPixel(w, h, (x, y) => {
      const odd = (div(x, cell) + div(y, cell)) & 1
      const at = 1 + 3 * odd
      paint(x, y, hash(at) & 255, hash(at + 1) & 255, hash(at + 2) & 255)
    })
  },
  noise: (w, h, hash, paint) =>
    eachPixel(w, h, (x, y) => {
      const p = (y * w + x) * 3
      paint(x, y, hash(p) >>> 24, hash(p + 1) >>> 24, hash(p + 2) >>> 24)
    }),
  discs: (w, h, hash, paint) => {
    eachPixel(w, h, (x, y) => paint(x, y, div(200 * y, h - 1) + 20, div(150 * x, w - 1) + 50, 120))
    const m = Math.min(w, h)
    for (let k = 0; k < 12; k++) {
      const [cx, cy] = [hash(6 * k) % w, hash(6 * k + 1) % h]
      const radius = Math.max(2, div(m, 20)) + (hash(6 * k + 2) % Math.max(1, div(m, 5)))
      const [r, g, b] = [hash(6 * k + 3) & 255, hash(6 * k + 4) & 255, hash(6 * k + 5) & 255]
      eachPixel(w, h, (x, y) => {
        if ((x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2) paint(x, y, r, g, b)
      })
    }
  },
  clouds: (w, h, hash, paint) => {
    const across = div(w, 16) + 2
    const level = (gy: number, gx: number, channel: number): number => hash((gy * across + gx) * 3 + channel) >>> 24
    eachPixel(w, h, (x, y) => {
      const [gx, fx, gy, fy] = [div(x, 16), x % 16, div(y, 16), y % 16]
      const value = (channel: number): number =>
        (level(gy, gx, channel) * (16 - fx) * (16 - fy) +
          level(gy, gx + 1, channel) * fx * (16 - fy) +
          level(gy + 1, gx, channel) * (16 - fx) * fy +
          level(gy + 1, gx + 1, channel) * fx * fy +
          128) >>>
        8
      paint(x, y, value(0), value(1), value(2))
    })
  },
}

const eachPixel = (w: number, h: number, visit: (x: number, y: number) => void): void => {
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) visit(x, y)
}

/** An image that follows from its name: for tests, demonstrations and benchmarks. At least 2 x 2 pixels. */
export const formulaImage = (kind: FormulaKind, width: number, height: number, run = 'v1'): Image<'uint8'> => {
  const data = new Uint8Array(3 * width * height)
  const seed = fnv1a32(`image|${run}|${kind}`)
  const paint: Paint = (x, y, r, g, b) => {
    const at = (y * width + x) * 3
    data[at] = r
    data[at + 1] = g
    data[at + 2] = b
  }
  PAINTERS[kind](width, height, (i) => hash32(seed, i), paint)
  return { range: 'uint8', width, height, data }
}

const clampByte = (value: number): number => Math.max(0, Math.min(255, value))

/** The image, distorted in a way that follows from the distortion's name. */
export const distort = (image: Image<'uint8'>, distortion: FormulaDistortion, run = 'v1'): Image<'uint8'> => {
  const { width, height, data } = image
  const seed = fnv1a32(`distort|${run}|${distortion}`)
  const at = (x: number, y: number, channel: number): number => data[(y * width + x) * 3 + channel] as number
  const inside = (value: number, size: number): number => Math.max(0, Math.min(size - 1, value))
  const box = (x: number, y: number, channel: number): number => {
    let sum = 0
    for (let dy = -2; dy <= 2; dy++)
      for (let dx = -2; dx <= 2; dx++) sum += at(inside(x + dx, width), inside(y + dy, height), channel)
    return div(sum + 12, 25)
  }
  const CAST = [30, 0, -40]
  const values: Readonly<Record<FormulaDistortion, (p: number) => number>> = {
    same: (p) => data[p] as number,
    invert: (p) => 255 - (data[p] as number),
    noise: (p) => clampByte((data[p] as number) + (hash32(seed, p) >>> 26) - 32),
    blur: (p) => box(div(p, 3) % width, div(p, 3 * width), p % 3),
    shift: (p) => at(((div(p, 3) % width) + 5) % width, (div(p, 3 * width) + 3) % height, p % 3),
    cast: (p) => clampByte((data[p] as number) + (CAST[p % 3] as number)),
  }
  const value = values[distortion]
  return { range: 'uint8', width, height, data: Uint8Array.from({ length: data.length }, (_, p) => value(p)) }
}
