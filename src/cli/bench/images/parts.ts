import type { CallEffort } from '../sections/time-calls.js'

/** What one process measures of images; a filter names it as it does a reward. */
export const IMAGE_PARTS = [
  'images/decode',
  'images/resize',
  'images/ssim',
  'images/lpips-squeeze',
  'images/lpips-alex',
  'images/lpips-vgg',
  'images/blip-fp32',
  'images/blip-int8',
  'images/cycle',
  'images/recipes',
] as const

export type ImagePart = (typeof IMAGE_PARTS)[number]

/** How much is measured of images. */
export interface ImageEffort extends CallEffort {
  readonly precisions: ReadonlyArray<'fp32' | 'int8'>
  /** Runs of the matrix products whose best is the peak. */
  readonly peakRuns: number
  /** A process that has not answered by then is ended. */
  readonly timeoutMs: number
}

export const FULL_IMAGES: ImageEffort = {
  minRuns: 3,
  budgetMs: 1500,
  precisions: ['fp32', 'int8'],
  peakRuns: 6,
  timeoutMs: 300_000,
}

export const QUICK_IMAGES: ImageEffort = {
  minRuns: 3,
  budgetMs: 150,
  precisions: ['fp32'],
  peakRuns: 2,
  // What a filter names may take long.
  timeoutMs: 300_000,
}

/** What takes too long for a quick run, or too much room, unless it is asked for by a filter with this in it. */
export const SLOW_IMAGES: ReadonlyMap<ImagePart, string> = new Map([
  ['images/lpips-alex', 'alex'],
  ['images/lpips-vgg', 'vgg'],
  ['images/blip-fp32', 'blip'],
  ['images/blip-int8', 'blip'],
  ['images/cycle', 'cycle'],
  ['images/recipes', 'recipes'],
])
