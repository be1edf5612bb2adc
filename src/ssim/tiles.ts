import { HALO, RADIUS } from './blur.js'
import type { Raster } from './raster.js'

/** Where windows are centred: on every pixel, the image mirrored at its edges, or only where the whole window lies inside. */
export type Edges = 'mirrored' | 'inside'

/** A rectangle of results. */
export interface Tile {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Columns of a tile at most. */
const MAX_WIDTH = 512

/** Results of a tile, about: its arrays stay in the cache of a core, and memory does not grow with the image. */
const AREA = 1 << 16

/** How many results a raster has in each direction. */
export const resultSize = ({ width, height }: Raster, edges: Edges): { width: number; height: number } =>
  edges === 'mirrored' ? { width, height } : { width: width - HALO, height: height - HALO }

/** Cuts the results of a raster into tiles. */
export const tilesOf = (raster: Raster, edges: Edges): ReadonlyArray<Tile> => {
  const { width, height } = resultSize(raster, edges)
  const across = Math.min(width, MAX_WIDTH)
  const down = Math.min(height, Math.floor(AREA / across))
  const tiles: Array<Tile> = []
  for (let y = 0; y < height; y += down) {
    for (let x = 0; x < width; x += across)
      tiles.push({ x, y, width: Math.min(across, width - x), height: Math.min(down, height - y) })
  }
  return tiles
}

/** The values under all windows of a tile: five more on each side than it has results. */
export const tileValues = (raster: Raster, channel: number, tile: Tile, edges: Edges): Float64Array => {
  const shift = edges === 'mirrored' ? RADIUS : 0
  const columns = tile.width + HALO
  const rows = tile.height + HALO
  const values = new Float64Array(columns * rows)
  const begin = tile.x - shift
  const from = Math.max(0, begin)
  const end = Math.min(raster.width, begin + columns)
  for (let row = 0; row < rows; row++) {
    const y = mirror(tile.y - shift + row, raster.height)
    const at = row * columns - begin
    raster.read(channel, from, y, end - from, values, at + from)
    for (let x = begin; x < from; x++) values[at + x] = values[at - x] as number
    for (let x = end; x < begin + columns; x++) raster.read(channel, mirror(x, raster.width), y, 1, values, at + x)
  }
  return values
}

/** The place in 0..size-1 that shows at `place`, the edge pixel not repeated. */
const mirror = (place: number, size: number): number =>
  place < 0 ? -place : place < size ? place : 2 * (size - 1) - place
