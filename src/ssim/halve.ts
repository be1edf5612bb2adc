import { CHANNELS, type Raster } from './raster.js'

/** Half the size, each pixel the mean of 2 x 2; an odd last row or column is left out. Yields now and then, so that others get a turn. */
export function* halve(raster: Raster): Generator<undefined, Raster> {
  const width = Math.floor(raster.width / 2)
  const height = Math.floor(raster.height / 2)
  const planes = Array.from({ length: CHANNELS }, () => new Float64Array(width * height))
  const upper = new Float64Array(2 * width)
  const lower = new Float64Array(2 * width)
  let spent = 0
  for (const [channel, plane] of planes.entries()) {
    for (let y = 0; y < height; y++) {
      raster.read(channel, 0, 2 * y, 2 * width, upper, 0)
      raster.read(channel, 0, 2 * y + 1, 2 * width, lower, 0)
      meanOfFours(upper, lower, plane, y * width, width)
      spent += width
      if (spent < PIXELS_A_STEP) continue
      spent = 0
      yield
    }
  }
  return {
    width,
    height,
    read: (channel, x, y, count, into, at) => {
      const from = y * width + x
      into.set((planes[channel] as Float64Array).subarray(from, from + count), at)
    },
  }
}

/** About a millisecond of work. */
const PIXELS_A_STEP = 1 << 18

const meanOfFours = (upper: Float64Array, lower: Float64Array, into: Float64Array, at: number, count: number): void => {
  for (let x = 0; x < count; x++) {
    const left = (upper[2 * x] as number) + (lower[2 * x] as number)
    const right = (upper[2 * x + 1] as number) + (lower[2 * x + 1] as number)
    into[at + x] = (left + right) / 4
  }
}
