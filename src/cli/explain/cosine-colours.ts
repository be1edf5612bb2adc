import { HEAT_STEPS, heatColours, type Rgb } from './heat-colours.js'
import { palettePng } from './palette-png.js'
import type { TokenComparison } from './token-comparison.js'
import type { GridSize } from './token-grid.js'

/** Colours of cosines: so many can be told apart, and a map of each word stays small. */
const COSINE_STEPS = 64

/** What the dark and the bright end of the colours stand for. One scale for all maps of a page: a word without a place is dark all over. */
export interface CosineScale {
  readonly low: number
  readonly high: number
}

/** Cosines that are no further apart are the same: sums are rounded. */
const ROUNDING = 1e-9

/** From the mean of all pairs, which any two tokens have, to the best match of all; from -1 where these are the same. */
export const scaleOf = ({ meanOfPairs, cells }: TokenComparison): CosineScale => {
  const high = cells.reduce((most, cell) => Math.max(most, cell?.cosine ?? -1), -1)
  return { low: high - meanOfPairs > ROUNDING ? meanOfPairs : -1, high }
}

/** From 0 to 1; what lies below the scale is 0. */
export const shareOf = (cosine: number, { low, high }: CosineScale): number =>
  high > low ? Math.min(1, Math.max(0, (cosine - low) / (high - low))) : 0

/** Some colours of the heat map, evenly apart. */
export const coloursOf = (steps: number): ReadonlyArray<Rgb> => {
  const all = heatColours()
  return Array.from({ length: steps }, (_, i) => all[Math.round((i / (steps - 1)) * (HEAT_STEPS - 1))] as Rgb)
}

/** Cosines over the grid as a `data:image/png` URL, a pixel a token; NaN is transparent. */
export const cosineMap = (cosines: ArrayLike<number>, { rows, columns }: GridSize, scale: CosineScale): string => {
  const pixels = Uint8Array.from(cosines, (cosine) =>
    Number.isNaN(cosine) ? 0 : 1 + Math.round(shareOf(cosine, scale) * (COSINE_STEPS - 1)),
  )
  const png = palettePng(pixels, columns, rows, (colours ??= coloursOf(COSINE_STEPS)))
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`
}

let colours: ReadonlyArray<Rgb> | undefined
