import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readClipConfig } from '../../../../../src/adapters/onnx/clip/clip-config.js'
import { showError } from '../../../../../src/core/error.js'

const read = async (config: unknown) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-clip-config-'))
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config))
  return readClipConfig({ path: folder, reward: 'clip', install: 'get it' })()
}

const sentence = async (config: unknown): Promise<string> => {
  const answer = await read(config)
  return answer._tag === 'Left' ? showError(answer.left).replace(/`.+config\.json`/, '`config.json`') : 'read'
}

describe('config.json', () => {
  it('that says nothing is that of ViT-B/32', async () => {
    const common = { layers: 12, hiddenAct: 'quick_gelu', layerNormEps: 1e-5 }
    expect(await read({ model_type: 'clip' })).toEqual({
      _tag: 'Right',
      right: {
        vision: { ...common, hiddenSize: 768, heads: 12, intermediateSize: 3072, imageSize: 224, patchSize: 32 },
        text: {
          ...common,
          hiddenSize: 512,
          heads: 8,
          intermediateSize: 2048,
          vocabularySize: 49408,
          maxPositions: 77,
          eosId: 49407,
        },
        projectionSize: 512,
      },
    })
  })

  it('that says it twice means the second one', async () => {
    const towers = { text_config: { hidden_size: 512, eos_token_id: 2 }, text_config_dict: { hidden_size: 1024 } }
    expect(await read({ model_type: 'clip', ...towers, vision_config_dict: null })).toMatchObject({
      right: { text: { hiddenSize: 1024, eosId: 49407 }, vision: { hiddenSize: 768 } },
    })
  })

  it.each([
    [{}, 'expected "clip" as model_type for `config.json`, got nothing'],
    [{ model_type: 'siglip' }, 'expected "clip" as model_type for `config.json`, got "siglip"'],
    [
      { vision_config: { num_attention_heads: 5 } },
      'expected a divisor of the hidden size 768 as vision_config.num_attention_heads for `config.json`, got 5',
    ],
    [
      { vision_config: { num_channels: 4 } },
      'expected one of 3 as vision_config.num_channels for `config.json`, got 4',
    ],
    [
      { vision_config: { patch_size: 225 } },
      'expected a whole number from 1 to 224 as vision_config.patch_size for `config.json`, got 225',
    ],
    [
      { text_config: { num_hidden_layers: 1e9 } },
      'expected a whole number from 1 to 1024 as text_config.num_hidden_layers for `config.json`, got 1000000000',
    ],
    [{ text_config: [] }, 'expected an object as text_config for `config.json`, got an array of 0'],
  ])('is refused: %j', async (config, expected) => {
    const whole =
      'model_type' in config || Object.keys(config).length === 0 ? config : { model_type: 'clip', ...config }
    expect(await sentence(whole)).toBe(expected)
  })
})
