import type { Image } from '../image/image.js'

/** Pixels as numbers in [0, 1], whatever range they came in; read a piece of a row at a time, so that no copy of all is needed. */
export interface Raster {
  /** In pixels. */
  readonly width: number
  /** In pixels. */
  readonly height: number
  /** Writes `count` values of a channel, from column `x` of row `y` on, into `into` from `at` on. */
  readonly read: (channel: number, x: number, y: number, count: number, into: Float64Array, at: number) => void
}

/** Red, green, blue. */
export const CHANNELS = 3

export const rasterOf = (image: Image): Raster => {
  const { width, height, data, range } = image
  const first = (channel: number, x: number, y: number): number => CHANNELS * (y * width + x) + channel
  const reads: Readonly<Record<Image['range'], Raster['read']>> = {
    uint8: (channel, x, y, count, into, at) => {
      for (let i = 0, from = first(channel, x, y); i < count; i++, from += CHANNELS)
        into[at + i] = (data[from] as number) / 255
    },
    unit: (channel, x, y, count, into, at) => {
      for (let i = 0, from = first(channel, x, y); i < count; i++, from += CHANNELS) into[at + i] = data[from] as number
    },
    signed: (channel, x, y, count, into, at) => {
      for (let i = 0, from = first(channel, x, y); i < count; i++, from += CHANNELS)
        into[at + i] = ((data[from] as number) + 1) / 2
    },
  }
  return { width, height, read: reads[range] }
}
