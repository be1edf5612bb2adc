import { describe, expect, it } from 'vitest'
import { readPreprocessing } from '../../../../../src/adapters/onnx/huggingface/preprocessing.js'
import { left, modelFolder, right } from './folder.js'

const MEAN = [0.48145466, 0.4578275, 0.40821073]
const STD = [0.26862954, 0.26130258, 0.27577711]

const read = (config: object, processor: 'blip' | 'clip' = 'blip', sidePx = 384) =>
  readPreprocessing(modelFolder({ 'preprocessor_config.json': config }), processor, sidePx)()

describe('what a file does not say', () => {
  it("is as in BLIP's image processor", async () => {
    expect(right(await read({}))).toEqual({
      resize: { widthPx: 384, heightPx: 384 },
      filter: 'bicubic',
      crop: undefined,
      scale: { rescale: 1 / 255, mean: MEAN, std: STD },
    })
  })

  it("is as in CLIP's", async () => {
    expect(right(await read({}, 'clip', 224))).toEqual({
      resize: { shortestEdgePx: 224 },
      filter: 'bicubic',
      crop: { widthPx: 224, heightPx: 224 },
      scale: { rescale: 1 / 255, mean: MEAN, std: STD },
    })
  })
})

describe('a size', () => {
  it('of one number is a square for BLIP and the shortest edge for CLIP', async () => {
    expect(right(await read({ size: 64 }, 'blip', 64)).resize).toEqual({ widthPx: 64, heightPx: 64 })
    const clip = right(await read({ size: 96, crop_size: 64 }, 'clip', 64))
    expect(clip).toMatchObject({ resize: { shortestEdgePx: 96 }, crop: { widthPx: 64, heightPx: 64 } })
  })

  it('may be written out', async () => {
    const size = { height: 64, width: 64 }
    expect(right(await read({ size }, 'blip', 64)).resize).toEqual({ widthPx: 64, heightPx: 64 })
    const clip = { size: { shortest_edge: 64 }, crop_size: size }
    expect(right(await read(clip, 'clip', 64))).toMatchObject({ resize: { shortestEdgePx: 64 } })
  })
})

it('reads the part of a whole processor where there is no file of its own', async () => {
  const folder = modelFolder({ 'processor_config.json': { image_processor: { resample: 2 } } })
  expect(right(await readPreprocessing(folder, 'blip', 384)())).toMatchObject({ filter: 'bilinear' })
  const none = modelFolder({ 'processor_config.json': {} })
  expect(left(await readPreprocessing(none, 'blip', 384)())).toMatchObject({ _tag: 'MissingModel' })
})

it('leaves bytes as they are where nothing is to be done to them', async () => {
  const { scale } = right(await read({ do_rescale: false, do_normalize: false }))
  expect(scale).toEqual({ rescale: 1, mean: [0, 0, 0], std: [1, 1, 1] })
})

it.each([
  [{ do_resize: false }, 'true as do_resize'],
  [{ do_resize: 1 }, 'true or false as do_resize'],
  [{ size: '384' }, 'a whole number from 1 to 8192 as size'],
  [{ size: { height: 384 } }, 'a whole number from 1 to 8192 as size.width'],
  [{ size: { height: 1e9, width: 1e9 } }, 'a whole number from 1 to 8192 as size.width'],
  [{ size: 224 }, '384 x 384 pixels, as config.json has it, as size'],
  [{ size: { shortest_edge: 384 } }, '384 x 384 pixels, as config.json has it, without do_center_crop as size'],
  [{ size: 300, do_center_crop: true, crop_size: 384 }, '384 x 384 pixels, as config.json has it, as size'],
  [{ size: { shortest_edge: 300 }, do_center_crop: true, crop_size: 384 }, 'at least 384 as size'],
  [{ do_center_crop: true, crop_size: 100 }, '384 x 384 pixels, as config.json has it, as crop_size'],
  [{ resample: 4 }, 'one of 1, 2, 3 as resample'],
  [{ rescale_factor: 0 }, 'a finite number above 0 in float32 as rescale_factor'],
  [{ rescale_factor: 1e300 }, 'a finite number above 0 in float32 as rescale_factor'],
  [{ rescale_factor: 1e-300 }, 'a finite number above 0 in float32 as rescale_factor'],
  [{ image_mean: [0.5, 0.5] }, '3 finite numbers in float32 as image_mean'],
  [{ image_mean: [0.5, -1e39, 0.5] }, '3 finite numbers in float32 as image_mean'],
  [{ image_std: [0.5, 0.5, null] }, '3 finite numbers in float32 as image_std'],
  [{ image_std: [0.5, 0.5, 1e-300] }, '3 finite numbers in float32 as image_std'],
  [
    { rescale_factor: 1, image_mean: [0, 0, 0], image_std: [0.5, 1e-38, 0.5] },
    'numbers by which rescale_factor 1 and image_mean 0 give finite pixels in float32 as image_std',
  ],
  [{ image_std: [0.5, 0.5, 0] }, 'numbers above 0 as image_std'],
])('%j is refused by name', async (config, expected) => {
  expect(left(await read(config))).toMatchObject({ _tag: 'BadFile', expected })
})
