import { z } from 'zod'
import { FORMULA_NOTE } from '../../../lpips/model.js'
import { FORMULA_NOTE as CAPTIONS_NOTE } from '../../../recaption/formula-note.js'
import { count, positive, timing, type Timing } from '../sections/timing.js'

const resizeTiming = z.strictObject({
  ...timing.shape,
  /** sharp's own resize of the same pixels in the same run; null without sharp. */
  sharpMs: positive.nullable(),
})

const lpipsTiming = z.strictObject({
  ...timing.shape,
  net: z.enum(['alex', 'vgg', 'squeeze']),
  precision: z.enum(['fp32', 'int8']),
  batch: z.enum(['1 pair', '8 pairs', 'group of 8']),
  weights: z.enum(['checkpoint', FORMULA_NOTE]),
  /** Of the backbone's convolutions for one pair, in 10^9 operations; a multiplication and an addition are two. */
  gflop: positive,
  gflopPerSecond: positive,
  /** Of the peak measured in the same run; null in 8 bits, which has another peak. */
  shareOfPeak: positive.nullable(),
})

/** `ms`: for one image, of a batch. */
const captionTiming = z.strictObject({
  ...timing.shape,
  precision: z.enum(['fp32', 'int8']),
  weights: z.enum(['checkpoint', CAPTIONS_NOTE]),
  /**
   * What the vision encoder takes for one image, its preparation counted: what the shortest times of captions of one token and of all leave for
   * none. null where other work on the machine kept them from telling. `share`: of the shortest time of all.
   */
  encoder: z.strictObject({ ms: positive, share: positive.max(1), gflopPerSecond: positive }).nullable(),
  /** Of the encoder for one image, in 10^9 operations; a multiplication and an addition are two. */
  gflop: positive,
  /** The encoder's, of the peak measured in the same run; null in 8 bits, which has another peak. */
  shareOfPeak: positive.nullable(),
  /** From loading, files of weights being there, to the first caption. */
  startMs: positive,
  /** Resident after the last batch. */
  residentMiB: positive,
})

/** `ms`: for a batch as a whole. */
const recipeTiming = z.strictObject({
  ...timing.shape,
  recipe: z.string(),
  batch: z.string(),
  samples: count,
  /** What has made-up weights: nothing where it is empty. */
  formula: z.array(z.enum(['lpips', 'blip'])),
})

/** What is measured of images, as `--json` writes it. */
export const imagesSchema = z.strictObject({
  decode: z.array(timing),
  resize: z.array(resizeTiming),
  ssim: z.array(timing),
  lpips: z
    .strictObject({
      threads: count,
      /** The best of several matrix products of `peakSize` x `peakSize` in float32, through the same runtime and as many threads. */
      peakGflopPerSecond: positive,
      peakSize: count,
      rows: z.array(lpipsTiming).min(1),
    })
    .nullable(),
  /** BLIP; absent where it was not to be measured. */
  blip: z.exactOptional(
    z.strictObject({
      threads: count,
      peakGflopPerSecond: positive,
      peakSize: count,
      /** Images of a batch, and tokens of a caption. */
      batch: count,
      tokens: count,
      rows: z.array(captionTiming).min(1),
    }),
  ),
  recipes: z.exactOptional(z.array(recipeTiming)),
})

export type ImagesReport = z.infer<typeof imagesSchema>
export type ResizeTiming = z.infer<typeof resizeTiming>
export type LpipsTiming = z.infer<typeof lpipsTiming>
export type CaptionTiming = z.infer<typeof captionTiming>
export type RecipeTiming = z.infer<typeof recipeTiming>

/** All timings, whatever they are of. */
export const timingsOf = (images: ImagesReport | undefined): ReadonlyArray<Timing> =>
  images === undefined
    ? []
    : [
        ...images.decode,
        ...images.resize,
        ...images.ssim,
        ...(images.lpips?.rows ?? []),
        ...(images.blip?.rows ?? []),
        ...(images.recipes ?? []),
      ]
