import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { readBlipConfig } from '../../../src/adapters/onnx/blip/blip-config.js'
import { prepareImage } from '../../../src/adapters/onnx/huggingface/prepare-image.js'
import { type Preprocessing, readPreprocessing } from '../../../src/adapters/onnx/huggingface/preprocessing.js'
import { type RewardError, showError } from '../../../src/core/error.js'
import type { Image } from '../../../src/image/image.js'
import { pixelValues } from '../../../src/image/pixel-values.js'
import { imageNamed } from '../formula-name.js'
import { findGoldens, goldensRoot } from '../support.js'
import { goldenFolders } from './folders.js'

/** Recommended with the data: the two formulas in use differ by one unit in the last place. */
const TOLERANCE = 2e-6

/** Of the network of true size, in pixels. */
const SIDE = 384

interface Samples {
  readonly index: ReadonlyArray<number>
  readonly value: ReadonlyArray<number>
}

interface ImageValues {
  readonly image: string
  readonly sha256: string
  readonly resized_uint8_chw_pil?: Samples & { readonly sha256: string; readonly sum: ReadonlyArray<number> }
  readonly pixel_values_pil?: Samples
  /** In files about a network of true size: by Pillow, too. */
  readonly pixel_values?: Samples
}

interface Values {
  readonly images_run?: string
  readonly images: ReadonlyArray<ImageValues>
}

const right = <A>(result: Either<RewardError, A>): A => {
  if (isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const prepared = (golden: ImageValues, preprocessing: Preprocessing, run = 'v1'): Image<'uint8'> => {
  const image = imageNamed(golden.image, run)
  expect(sha256(image.data)).toBe(golden.sha256)
  return right(prepareImage(image, preprocessing, { reward: 'golden', field: golden.image }))
}

const channelsApart = ({ width, height, data }: Image<'uint8'>): Uint8Array => {
  const plane = width * height
  return Uint8Array.from({ length: 3 * plane }, (_, i) => data[3 * (i % plane) + Math.floor(i / plane)]!)
}

const expectValues = (image: Image<'uint8'>, { scale }: Preprocessing, { index, value }: Samples): void => {
  const values = pixelValues([image], scale)
  index.forEach((at, i) => expect(Math.abs(values[at]! - value[i]!)).toBeLessThanOrEqual(TOLERANCE))
}

const folders = goldenFolders<Values>()
if (folders.length === 0) test.skip('blip: no folder with values')

describe.each(folders)('images for $name', ({ folder, values }) => {
  const model = { path: folder, reward: 'golden', install: '' }
  const golden = values.images.filter(({ resized_uint8_chw_pil }) => resized_uint8_chw_pil !== undefined)

  test.each(golden)('$image', async (expected) => {
    const { vision } = right(await readBlipConfig(model)())
    const preprocessing = right(await readPreprocessing(model, 'blip', vision.imageSize)())
    const image = prepared(expected, preprocessing, values.images_run)
    const bytes = channelsApart(image)
    const { sha256: digest, sum, index, value } = expected.resized_uint8_chw_pil!
    expect(index.map((at) => bytes[at])).toEqual(value)
    const plane = bytes.length / 3
    expect(
      sum.map((_, channel) => bytes.subarray(channel * plane, (channel + 1) * plane).reduce((a, b) => a + b, 0)),
    ).toEqual(sum)
    expect(sha256(bytes)).toBe(digest)
    expectValues(image, preprocessing, expected.pixel_values_pil!)
  })
})

const alone = findGoldens(goldensRoot(), 'blip', /\.values\.json$/)
  .map((path) => ({ name: basename(path), values: JSON.parse(readFileSync(path, 'utf8')) as Values }))
  .filter(({ values }) => values.images.some(({ pixel_values }) => pixel_values !== undefined))
if (alone.length === 0) test.skip('blip: no values of a network of true size')

describe.each(alone)('images of $name, as the image processor has them by default', ({ values }) => {
  const golden = values.images.filter(({ pixel_values }) => pixel_values !== undefined)

  test.each(golden)('$image', async (expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'corl-golden-blip-'))
    writeFileSync(join(folder, 'preprocessor_config.json'), '{}')
    const read = await readPreprocessing({ path: folder, reward: 'golden', install: '' }, 'blip', SIDE)()
    rmSync(folder, { recursive: true })
    const preprocessing = right(read)
    expectValues(prepared(expected, preprocessing, values.images_run), preprocessing, expected.pixel_values!)
  })
})
