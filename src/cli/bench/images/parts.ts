/** What one process measures of images; a filter names it as it does a reward. */
export const PARTS = [
  'images/decode',
  'images/resize',
  'images/ssim',
  'images/lpips-squeeze',
  'images/lpips-alex',
  'images/lpips-vgg',
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
  timeoutMs: 60_000,
}

/** Networks that take too long for a quick run, unless they are asked for by name. */
const SLOW: Readonly<Partial<Record<ImagePart, string>>> = { 'images/lpips-alex': 'alex', 'images/lpips-vgg': 'vgg' }

/** Whether a run measures a part. */
export const isPartWanted = (part: ImagePart, filter: string | undefined, quick: boolean): boolean => {
  if (filter !== undefined && !part.includes(filter)) return false
  const net = SLOW[part]
  return !quick || net === undefined || filter?.includes(net) === true
}
