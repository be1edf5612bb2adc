import { FORMULA_NOTE } from '../../../../src/lpips/model.js'
import type { CaptionTiming, ImagesReport, LpipsTiming } from '../../../../src/cli/bench/images/schema.js'

/** A network's timing, made up. */
export const makeLpips = (changed: Partial<LpipsTiming> = {}): LpipsTiming => ({
  id: 'images/lpips-vgg fp32, group of 8',
  ms: 150,
  perSecond: 1000 / 150,
  runs: 3,
  net: 'vgg',
  precision: 'fp32',
  batch: 'group of 8',
  weights: FORMULA_NOTE,
  gflop: 34.5,
  gflopPerSecond: 230,
  shareOfPeak: 0.805,
  ...changed,
})

/** BLIP's timing, made up. */
export const makeCaptions = (changed: Partial<CaptionTiming> = {}): CaptionTiming => ({
  id: 'images/blip-fp32 batch of 8',
  ms: 700,
  perSecond: 1000 / 700,
  runs: 2,
  precision: 'fp32',
  weights: 'formula (speed only, captions mean nothing)',
  encoder: { ms: 560, share: 0.8, gflopPerSecond: 198 },
  gflop: 111,
  shareOfPeak: 0.69,
  startMs: 2345,
  residentMiB: 1234,
  ...changed,
})

/** The section of BLIP and that of recipes. */
export const makeCaptioned = (...rows: ReadonlyArray<CaptionTiming>): Pick<ImagesReport, 'blip' | 'recipes'> => ({
  blip: { threads: 2, peakGflopPerSecond: 285.7, peakSize: 2048, batch: 8, tokens: 20, rows: [...rows] },
  recipes: [
    {
      id: 'images/cycle corl/cycle, group of 8',
      ms: 8000,
      perSecond: 0.125,
      runs: 2,
      recipe: 'corl/cycle',
      batch: 'group of 8',
      samples: 8,
      formula: ['lpips', 'blip'],
    },
  ],
})

/** A section of images, all of it made up. */
export const makeImages = (changed: Partial<ImagesReport> = {}): ImagesReport => ({
  decode: [{ id: 'images/decode jpeg 512x512', ms: 2, perSecond: 500, runs: 9 }],
  resize: [{ id: 'images/resize bilinear 384 to 224', ms: 0.5, perSecond: 2000, runs: 9, sharpMs: 0.75 }],
  ssim: [{ id: 'images/ssim ssim, 1 pair', ms: 12.34, perSecond: 81.04, runs: 9 }],
  lpips: { threads: 2, peakGflopPerSecond: 285.7, peakSize: 2048, rows: [makeLpips()] },
  ...changed,
})
