import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../../core/error.js'
import type { Image } from '../../../image/image.js'
import { type ByChannel, type PixelScale, pixelValues } from '../../../image/pixel-values.js'
import type { ResizeFilter } from '../../../image/resize.js'
import { type JsonFields, readFields } from './json-fields.js'
import { fileIn, isJson, type Json, missing, type ModelFolder, readJson } from './read-json.js'

/** A size in pixels. */
export interface Size {
  readonly widthPx: number
  readonly heightPx: number
}

/** What becomes of an image before a network reads it. */
export interface Preprocessing {
  /** To this size, or until the shorter side has so many pixels, the shape kept. */
  readonly resize: Size | { readonly shortestEdgePx: number }
  readonly filter: ResizeFilter
  /** The middle of the resized image; nothing where all of it is read. */
  readonly crop: Size | undefined
  readonly scale: PixelScale
}

/** Whose image processor: what a file does not say, and a size that is one number, mean what they mean there. */
export type ImageProcessor = 'blip' | 'clip'

/** Files that say it: of the image processor alone, and of a processor that has one. */
const ALONE = 'preprocessor_config.json'
const AS_PART = 'processor_config.json'
const PART = 'image_processor'

/** Sides of images at most, in pixels. */
const MOST_SIDE = 8192

/** Pillow's numbers of its filters. */
const FILTERS: ReadonlyMap<number, ResizeFilter> = new Map([
  [1, 'lanczos'],
  [2, 'bilinear'],
  [3, 'bicubic'],
])
const BICUBIC = 3

/** Of the images that CLIP was trained on (Radford et al. 2021); BLIP took it over. */
const MEAN: ByChannel = [0.48145466, 0.4578275, 0.40821073]
const STD: ByChannel = [0.26862954, 0.26130258, 0.27577711]

/** In pixels, where the file does not say. */
const SIDE: Readonly<Record<ImageProcessor, number>> = { blip: 384, clip: 224 }

/**
 * Reads how a model's images are prepared: `preprocessor_config.json`, else the part `image_processor` of `processor_config.json`.
 *
 * @param sidePx - Of the square images that the network reads, by its own configuration.
 * @returns `Left MissingModel` without either file; `Left BadFile` with the field that is wrong, for a filter that is not here, and where
 *   images would not come out as `sidePx` x `sidePx`.
 */
export const readPreprocessing = (
  model: ModelFolder,
  processor: ImageProcessor,
  sidePx: number,
): TE.TaskEither<RewardError, Preprocessing> => {
  const [alone, asPart] = [ALONE, AS_PART].map((name) => fileIn(model, name)) as [string, string]
  const read = (file: string, json: Json): TE.TaskEither<RewardError, Preprocessing> =>
    TE.fromEither(readFields(file, json, (fields) => preprocessingOf(fields, processor, sidePx)))
  return pipe(
    TE.Do,
    TE.bind('own', () => readJson(alone)),
    TE.bind('whole', () => readJson(asPart)),
    TE.chain(({ own, whole }) => {
      if (own !== undefined) return read(alone, own)
      const part = whole?.[PART]
      return isJson(part) ? read(asPart, part) : TE.left(missing(model, ALONE))
    }),
  )
}

const preprocessingOf = (fields: JsonFields, processor: ImageProcessor, sidePx: number): Preprocessing => {
  if (!fields.flag('do_resize', true)) fields.refuse('do_resize', 'true', 'false')
  const resize = resizeOf(fields, processor)
  const crops = fields.flag('do_center_crop', processor === 'clip')
  const crop = crops ? cropOf(fields) : undefined
  checkSide(fields, resize, crop, sidePx)
  const filter = FILTERS.get(fields.oneOf('resample', [...FILTERS.keys()], BICUBIC)) as ResizeFilter
  return { resize, filter, crop, scale: scaleOf(fields) }
}

const resizeOf = (fields: JsonFields, processor: ImageProcessor): Preprocessing['resize'] => {
  const otherwise = SIDE[processor]
  const side = (key: string, of = fields): number => of.whole(key, { most: MOST_SIDE, otherwise })
  if (!isJson(fields.get('size'))) {
    const px = side('size')
    return processor === 'clip' ? { shortestEdgePx: px } : { widthPx: px, heightPx: px }
  }
  const size = fields.object('size')
  if (size.has('shortest_edge')) return { shortestEdgePx: side('shortest_edge', size) }
  return sizeOf(size)
}

const cropOf = (fields: JsonFields): Size => {
  if (isJson(fields.get('crop_size'))) return sizeOf(fields.object('crop_size'))
  const px = fields.whole('crop_size', { most: MOST_SIDE, otherwise: SIDE.clip })
  return { widthPx: px, heightPx: px }
}

const sizeOf = (fields: JsonFields): Size => ({
  widthPx: fields.whole('width', { most: MOST_SIDE }),
  heightPx: fields.whole('height', { most: MOST_SIDE }),
})

/** The network reads square images of one size: whatever an image was, it has to come out as that. */
const checkSide = (
  fields: JsonFields,
  resize: Preprocessing['resize'],
  crop: Size | undefined,
  sidePx: number,
): void => {
  const asTheNetwork = `${sidePx} x ${sidePx} pixels, as config.json has it,`
  const isThat = ({ widthPx, heightPx }: Size): boolean => widthPx === sidePx && heightPx === sidePx
  const shown = ({ widthPx, heightPx }: Size): string => `${widthPx} x ${heightPx}`
  if (crop !== undefined && !isThat(crop)) fields.refuse('crop_size', asTheNetwork, shown(crop))
  if ('shortestEdgePx' in resize) {
    if (crop === undefined) fields.refuse('size', `${asTheNetwork} without do_center_crop`, 'shortest_edge')
    if (resize.shortestEdgePx < sidePx) fields.refuse('size', `at least ${sidePx}`, String(resize.shortestEdgePx))
    return
  }
  const fits = crop === undefined ? isThat(resize) : Math.min(resize.widthPx, resize.heightPx) >= sidePx
  if (!fits) fields.refuse('size', asTheNetwork, shown(resize))
}

const scaleOf = (fields: JsonFields): PixelScale => {
  const rescale = fields.flag('do_rescale', true) ? fields.positive('rescale_factor', 1 / 255) : 1
  if (!fields.flag('do_normalize', true)) return { rescale, mean: [0, 0, 0], std: [1, 1, 1] }
  const mean = fields.numbers('image_mean', 3, MEAN) as ByChannel
  const std = fields.numbers('image_std', 3, STD) as ByChannel
  const odd = std.find((one) => one <= 0)
  if (odd !== undefined) fields.refuse('image_std', 'numbers above 0', describe(odd))
  const scale = { rescale, mean, std }
  const far = pixelValues([DARK_AND_BRIGHT], scale).findIndex((value) => !Number.isFinite(value))
  if (far >= 0) {
    const channel = Math.floor(far / 2)
    const expected = `numbers by which rescale_factor ${rescale} and image_mean ${mean[channel]} give finite pixels in float32`
    fields.refuse('image_std', expected, `${std[channel]} at ${channel}`)
  }
  return scale
}

/** The two pixels whose values lie furthest out. */
const DARK_AND_BRIGHT: Image<'uint8'> = {
  range: 'uint8',
  width: 2,
  height: 1,
  data: Uint8Array.of(0, 0, 0, 255, 255, 255),
}
