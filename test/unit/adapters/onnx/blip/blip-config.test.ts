import { describe, expect, it } from 'vitest'
import { readBlipConfig } from '../../../../../src/adapters/onnx/blip/blip-config.js'
import { left, modelFolder, right } from '../huggingface/folder.js'

const read = (config: object) => readBlipConfig(modelFolder({ 'config.json': config }))()

describe('what config.json does not say', () => {
  it("is as in transformers: 12 heads in the image's half, 8 in the text's", async () => {
    const common = { hiddenSize: 768, layers: 12, intermediateSize: 3072, hiddenAct: 'gelu' }
    expect(right(await read({ model_type: 'blip' }))).toEqual({
      vision: { ...common, heads: 12, layerNormEps: 1e-5, imageSize: 384, patchSize: 16 },
      text: {
        ...common,
        heads: 8,
        layerNormEps: 1e-12,
        vocabularySize: 30524,
        encoderHiddenSize: 768,
        maxPositions: 512,
        bosId: 30522,
        padId: 0,
        sepId: 102,
        tied: true,
      },
    })
  })
})

it('is what config.json says', async () => {
  const vision_config = {
    hidden_size: 1024,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    intermediate_size: 4096,
    image_size: 224,
    patch_size: 14,
    hidden_act: 'quick_gelu',
    layer_norm_eps: 1e-6,
  }
  const text_config = { num_attention_heads: 12, encoder_hidden_size: 768, sep_token_id: 3, bos_token_id: 4 }
  const { vision, text } = right(await read({ model_type: 'blip', vision_config, text_config }))
  expect(vision).toEqual({
    hiddenSize: 1024,
    layers: 24,
    heads: 16,
    intermediateSize: 4096,
    imageSize: 224,
    patchSize: 14,
    hiddenAct: 'quick_gelu',
    layerNormEps: 1e-6,
  })
  // The width of what cross-attention reads is that of the image's half, whatever text_config says.
  expect(text).toMatchObject({ heads: 12, encoderHiddenSize: 1024, sepId: 3, bosId: 4 })
})

it('another model is refused with what it is', async () => {
  expect(left(await read({ model_type: 'blip-2' }))).toMatchObject({
    _tag: 'BadFile',
    expected: '"blip" as model_type',
    received: '"blip-2"',
  })
  expect(left(await read({}))).toMatchObject({ received: 'nothing' })
})

it('a folder without it is no model', async () => {
  expect(left(await readBlipConfig(modelFolder({}))())).toMatchObject({ _tag: 'MissingModel', reward: 'recaption' })
})

const ONE_TO_MOST = 'a whole number from 1 to 1048576'

it.each([
  ['vision', { hidden_size: '32' }, `${ONE_TO_MOST} as vision_config.hidden_size`],
  ['vision', { hidden_size: 2 ** 21 }, `${ONE_TO_MOST} as vision_config.hidden_size`],
  ['vision', { hidden_size: null }, `${ONE_TO_MOST} as vision_config.hidden_size`],
  ['vision', { num_hidden_layers: 0 }, 'a whole number from 1 to 1024 as vision_config.num_hidden_layers'],
  ['vision', { num_attention_heads: 7 }, 'a divisor of the hidden size 768 as vision_config.num_attention_heads'],
  ['vision', { image_size: 100 }, 'a multiple of the patch size 16 as vision_config.image_size'],
  ['vision', { layer_norm_eps: -1 }, 'a finite number above 0 in float32 as vision_config.layer_norm_eps'],
  ['vision', { layer_norm_eps: 1e300 }, 'a finite number above 0 in float32 as vision_config.layer_norm_eps'],
  ['vision', { layer_norm_eps: 1e-300 }, 'a finite number above 0 in float32 as vision_config.layer_norm_eps'],
  [
    'vision',
    { image_size: 2048, patch_size: 8 },
    'patches of which an image of 2048 pixels has at most 16384 as vision_config.patch_size',
  ],
  ['text', { num_attention_heads: 9 }, 'a divisor of the hidden size 768 as text_config.num_attention_heads'],
  ['text', { intermediate_size: 1.5 }, `${ONE_TO_MOST} as text_config.intermediate_size`],
  ['text', { bos_token_id: 30524 }, 'a whole number from 0 to 30523 as text_config.bos_token_id'],
  ['text', { layer_norm_eps: 'tiny' }, 'a finite number above 0 in float32 as text_config.layer_norm_eps'],
  ['text', { vocab_size: -3 }, 'a whole number from 1 to 16777216 as text_config.vocab_size'],
])('in %s_config %j is refused by name', async (half, config, expected) => {
  expect(left(await read({ model_type: 'blip', [`${half}_config`]: config }))).toMatchObject({
    _tag: 'BadFile',
    expected,
  })
})

it('an activation that is not here is refused with those that are', async () => {
  const refused = left(await read({ model_type: 'blip', text_config: { hidden_act: 'mish' } }))
  expect(refused).toMatchObject({ _tag: 'BadFile', received: '"mish"' })
  expect(refused).toMatchObject({ expected: expect.stringMatching(/^one of gelu, .* as text_config.hidden_act$/) })
})

it('a half that is no object is refused', async () => {
  expect(left(await read({ model_type: 'blip', text_config: [] }))).toMatchObject({
    expected: 'an object as text_config',
  })
})

it('as many patches as attention bears are taken', async () => {
  const vision_config = { image_size: 2048, patch_size: 16 }
  expect(right(await read({ model_type: 'blip', vision_config })).vision).toMatchObject({
    imageSize: 2048,
    patchSize: 16,
  })
})
