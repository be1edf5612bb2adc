import { CHANNELS } from './raster.js'
import { productOf, type Statistics, type TileStatistics, windowMeans } from './statistics.js'
import type { Tile } from './tiles.js'

/** (0.01 L)² and (0.03 L)² with L = 1, the span of the pixels: they keep the fractions finite (Wang et al. 2004, Eq. 7 and 9). */
const C1 = 0.01 ** 2
const C2 = 0.03 ** 2

/** Means over all windows and channels. */
export interface Similarity {
  /** Of luminance times contrast and structure, which is SSIM. */
  readonly whole: number
  /** Of contrast and structure alone. */
  readonly contrast: number
}

/** Gets the sum over the channels, window by window. */
export interface SimilarityMap {
  readonly width: number
  readonly data: Float64Array
}

/** Compares two images of one size; yields after every tile, so that others get a turn. */
export function* similarity(a: Statistics, b: Statistics, map?: SimilarityMap): Generator<undefined, Similarity> {
  let whole = 0
  let contrast = 0
  for (const [index, tile] of a.tiles.entries()) {
    for (let channel = 0; channel < CHANNELS; channel++) {
      const sums = compareTile(a.of(channel, index), b.of(channel, index), tile, map)
      whole += sums.whole
      contrast += sums.contrast
      yield
    }
  }
  const count = CHANNELS * a.width * a.height
  return { whole: bounded(whole / count), contrast: bounded(contrast / count) }
}

/** Rounding may pass the bound by the last digit. */
const bounded = (value: number): number => Math.min(1, Math.max(-1, value))

/**
 * Both orders of the images give the same sums to the last bit, and an image with itself exactly 1 in every window: all that is
 * added or multiplied here commutes, and the covariance of an image with itself is computed as its variance is.
 */
const compareTile = (a: TileStatistics, b: TileStatistics, tile: Tile, map: SimilarityMap | undefined): Similarity => {
  const meanProduct = windowMeans(productOf(a.values, b.values), tile)
  let whole = 0
  let contrast = 0
  for (let y = 0, i = 0; y < tile.height; y++) {
    const at = map === undefined ? 0 : (tile.y + y) * map.width + tile.x
    for (let x = 0; x < tile.width; x++, i++) {
      const [meanA, meanB] = [a.mean[i] as number, b.mean[i] as number]
      const [squareA, squareB, product] = [meanA * meanA, meanB * meanB, meanA * meanB]
      const variances = (a.meanSquare[i] as number) - squareA + ((b.meanSquare[i] as number) - squareB)
      const covariance = (meanProduct[i] as number) - product
      const structure = (2 * covariance + C2) / (variances + C2)
      const here = ((2 * product + C1) / (squareA + squareB + C1)) * structure
      whole += here
      contrast += structure
      if (map !== undefined) map.data[at + x] = (map.data[at + x] as number) + here
    }
  }
  return { whole, contrast }
}
