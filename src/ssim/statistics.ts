import { blur, HALO } from './blur.js'
import { CHANNELS, type Raster } from './raster.js'
import { type Edges, resultSize, type Tile, tilesOf, tileValues } from './tiles.js'

/** Of one channel of one tile: its values, and the windows' means of them and of their squares. */
export interface TileStatistics {
  readonly values: Float64Array
  readonly mean: Float64Array
  readonly meanSquare: Float64Array
}

/** What a comparison needs of one of its images. */
export interface Statistics {
  /** Results across. */
  readonly width: number
  /** Results down. */
  readonly height: number
  readonly tiles: ReadonlyArray<Tile>
  readonly of: (channel: number, tile: number) => TileStatistics
}

/** Images larger than this are looked at anew each time: what is kept takes 72 bytes a pixel. */
const MAX_KEPT_PIXELS = 1 << 20

/**
 * The statistics of a raster, each tile when it is asked for.
 *
 * @param isShared - Whether several comparisons will ask: then they are kept.
 */
export const statisticsOf = (raster: Raster, edges: Edges, isShared = false): Statistics => {
  const tiles = tilesOf(raster, edges)
  const compute = (channel: number, tile: number): TileStatistics =>
    tileStatistics(raster, channel, tiles[tile] as Tile, edges)
  const keeps = isShared && raster.width * raster.height <= MAX_KEPT_PIXELS
  return { ...resultSize(raster, edges), tiles, of: keeps ? kept(compute) : compute }
}

const kept = (compute: Statistics['of']): Statistics['of'] => {
  const known = new Map<number, TileStatistics>()
  return (channel, tile) => {
    const key = tile * CHANNELS + channel
    const found = known.get(key) ?? compute(channel, tile)
    known.set(key, found)
    return found
  }
}

const tileStatistics = (raster: Raster, channel: number, tile: Tile, edges: Edges): TileStatistics => {
  const values = tileValues(raster, channel, tile, edges)
  return { values, mean: windowMeans(values, tile), meanSquare: windowMeans(productOf(values, values), tile) }
}

/** The windows' means of values that lie as {@link tileValues} gives them. */
export const windowMeans = (values: Float64Array, { width, height }: Tile): Float64Array => {
  const means = new Float64Array(width * height)
  blur(values, width, height, new Float64Array(width * (height + HALO)), means)
  return means
}

export const productOf = (a: Float64Array, b: Float64Array): Float64Array => {
  const product = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) product[i] = (a[i] as number) * (b[i] as number)
  return product
}
