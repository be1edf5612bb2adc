/** What one process measures of images; a filter names it as it does a reward. */
export const PARTS = [
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

export type ImagePart = (typeof PARTS)[number]

/** How much is measured of images. */
export interface ImageEffort {
  /** Calls that are made whatever they cost. */
  readonly minRuns: number
  /** No call begins after this. */
  readonly budgetMs: number
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
const SLOW: ReadonlyMap<ImagePart, string> = new Map([
  ['images/lpips-alex', 'alex'],
  ['images/lpips-vgg', 'vgg'],
  ['images/blip-fp32', 'blip'],
  ['images/blip-int8', 'blip'],
  ['images/cycle', 'cycle'],
  ['images/recipes', 'recipes'],
])

/** What a quick run leaves out, whatever the filter asks for besides. */
export const leftOutByQuick = (filter: string | undefined): ReadonlyArray<ImagePart> =>
  PARTS.filter((part) => isPartWanted(part, filter, false) && !isPartWanted(part, filter, true))

/** Whether a run measures a part. */
export const isPartWanted = (part: ImagePart, filter: string | undefined, quick: boolean): boolean => {
  if (filter !== undefined && !part.includes(filter)) return false
  const name = SLOW.get(part)
  return !quick || name === undefined || filter?.includes(name) === true
}
