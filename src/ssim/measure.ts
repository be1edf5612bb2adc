import type { Image } from '../image/image.js'
import { halve } from './halve.js'
import { type Raster, rasterOf } from './raster.js'
import { similarity } from './similarity.js'
import { type Statistics, statisticsOf } from './statistics.js'
import type { Steps } from '../core/steps.js'

/**
 * `'ssim'`: structural similarity. `'ms-ssim'`: the same at five sizes.
 *
 * @category model
 * @since 0.2.0
 */
export type Measure = 'ssim' | 'ms-ssim'

/** The exponents of the five sizes, the full one first (Wang, Simoncelli and Bovik 2003, section 3.2). */
const BETAS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

/**
 * The least width and height, in pixels. SSIM: mirroring five pixels at each edge takes six. MS-SSIM: 11 are left after halving
 * four times.
 */
export const MIN_SIDE: Readonly<Record<Measure, number>> = { ssim: 6, 'ms-ssim': 176 }

/** The statistics of an image at every size its measure looks at. */
export type Levels = ReadonlyArray<Statistics>

/** What a comparison needs of an image. With `isShared` it is kept for further comparisons. */
export function* levelsOf(measure: Measure, image: Image, isShared = false): Steps<Levels> {
  let raster: Raster = rasterOf(image)
  if (measure === 'ssim') return [statisticsOf(raster, 'mirrored', isShared)]
  const levels: Array<Statistics> = []
  // The sizes above the last take part with windows inside the image alone, as torchmetrics has it.
  for (let level = 1; level < BETAS.length; level++) {
    levels.push(statisticsOf(raster, 'inside', isShared))
    raster = yield* halve(raster)
  }
  return [...levels, statisticsOf(raster, 'mirrored', isShared)]
}

/** The value of a measure for two images of one size. */
export function* compare(measure: Measure, a: Levels, b: Levels): Steps<number> {
  let value = 1
  for (const [level, statistics] of a.entries()) {
    const { whole, contrast } = yield* similarity(statistics, b[level] as Statistics)
    if (measure === 'ssim') return whole
    // A negative mean has no real power: it counts as 0.
    value *= Math.max(0, level === BETAS.length - 1 ? whole : contrast) ** (BETAS[level] as number)
  }
  return value
}
