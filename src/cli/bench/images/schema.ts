import { z } from 'zod'
import { FORMULA_NOTE } from '../../../lpips/model.js'

const count = z.int().min(0)
const positive = z.number().positive()

/** `id`: the part that measured it, a blank, what. `ms`: the median, for one image or one pair. */
const timing = z.strictObject({ id: z.string(), ms: positive, perSecond: positive, runs: count })

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
})

export type ImagesReport = z.infer<typeof imagesSchema>
export type Timing = z.infer<typeof timing>
export type ResizeTiming = z.infer<typeof resizeTiming>
export type LpipsTiming = z.infer<typeof lpipsTiming>

/** All timings, whatever they are of. */
export const timingsOf = (images: ImagesReport | undefined): ReadonlyArray<Timing> =>
  images === undefined
    ? []
    : [...images.decode, ...images.resize, ...images.ssim, ...(images.lpips === null ? [] : images.lpips.rows)]
