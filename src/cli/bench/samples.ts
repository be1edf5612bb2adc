import { formulaTensor } from '../../formula/tensor.js'
import { captionAndPrompt } from './captions.js'
import { GROUP, imageGroups } from './images/pictures.js'

/** A sample with whatever fields its reward reads. */
export type BenchSample = Readonly<Record<string, unknown>>

/** Groups of images in memory, for decoding is measured by itself; each group has one reference and one prompt. */
export const asked = (groups: number): ReadonlyArray<BenchSample> =>
  imageGroups(groups).map((pair, row) => ({ ...pair, prompt: captionAndPrompt(row - (row % GROUP)).prompt }))

/** Samples with a caption each; that of a group's first is about what its prompt is about. */
export const captioned = (samples: ReadonlyArray<BenchSample>): ReadonlyArray<BenchSample> =>
  samples.map((sample, row) => ({ ...sample, caption: captionAndPrompt(row).caption }))

/** Of an image and of a text, as the models that CoRL trains have them. */
const IMAGE_TOKENS = 576
const TEXT_TOKENS = 32
const WIDTH = 2048

const tokens = (key: string, count: number) => {
  const shape = [count, WIDTH] as const
  return { dtype: 'float32', shape, data: formulaTensor({ key: `bench|${key}`, shape, scale: 1, offset: 0 }) }
}

/** Features of image and text tokens, 5 MB a sample; all differ. */
export const tokenPairs = (count: number): ReadonlyArray<BenchSample> =>
  Array.from({ length: count }, (_, k) => ({
    imageTokens: tokens(`image-tokens-${k}`, IMAGE_TOKENS),
    textTokens: tokens(`text-tokens-${k}`, TEXT_TOKENS),
  }))

export const withTokens = (samples: ReadonlyArray<BenchSample>): ReadonlyArray<BenchSample> => {
  const pairs = tokenPairs(samples.length)
  return samples.map((sample, row) => ({ ...sample, ...pairs[row] }))
}
