import type { Image } from '../../image/image.js'
import { HEAT_STEPS, heatColours, type Rgb } from './heat-colours.js'

/** Numbers over an image, as a comparison gives them. */
export interface NumberMap {
  readonly width: number
  readonly height: number
  /** Rows from top to bottom, finite. */
  readonly data: ArrayLike<number>
}

/** Which numbers mean that images are alike: distances near 0, similarities near 1. */
export type MapKind = 'distance' | 'similarity'

/** A map as colours, and what they stand for. */
export interface HeatMap {
  readonly image: Image<'uint8'>
  readonly alike: number
  readonly different: number
  readonly min: number
  readonly mean: number
  readonly max: number
}

/**
 * Colours for numbers: the dark end is where images are the same (distance 0, similarity 1), the bright end the most different place of this
 * map.
 */
export const heatMap = ({ width, height, data }: NumberMap, kind: MapKind): HeatMap => {
  let [min, max, sum] = [Infinity, -Infinity, 0]
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    min = Math.min(min, value)
    max = Math.max(max, value)
    sum += value
  }
  const alike = kind === 'distance' ? 0 : 1
  const farthest = kind === 'distance' ? max : min
  // A map of one number has no span: everything is alike, and so dark.
  const different = farthest === alike ? 1 - alike : farthest
  const colours = heatColours()
  const bytes = new Uint8Array(3 * data.length)
  for (let i = 0; i < data.length; i++) {
    const share = ((data[i] as number) - alike) / (different - alike)
    const step = Math.round(Math.min(1, Math.max(0, share)) * (HEAT_STEPS - 1))
    bytes.set(colours[step] as Rgb, 3 * i)
  }
  return { image: { range: 'uint8', width, height, data: bytes }, alike, different, min, mean: sum / data.length, max }
}
