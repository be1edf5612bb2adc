import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadBlip } from '../../../../../src/adapters/onnx/blip/load-blip.js'
import { describe as describeValue } from '../../../../../src/core/error.js'
import { left } from '../huggingface/folder.js'
import { changed, configured, env, home, load, refusal, TINY, WEIGHTS } from './tiny-blip.js'

describe('options', () => {
  it.each([
    ['model', { model: '' }, 'the name of a model', '""'],
    ['path', { path: 7 }, 'the path of a folder', '7'],
    ['modelDir', { modelDir: '' }, 'the path of a folder', '""'],
    ['prompt', { prompt: '' }, 'a text', '""'],
    ['prompt', { prompt: ['a'] }, 'a text', 'an array of 1'],
    ['weights', { weights: 'random' }, 'one of formula', '"random"'],
    ['device', { device: 'tpu' }, 'one of cpu, cuda, webgpu, coreml, dml, auto', '"tpu"'],
    ['precision', { precision: 'fp8' }, 'one of fp32, int8', '"fp8"'],
    ['threads', { threads: 0 }, 'a whole number from 1 to 1024', '0'],
    ['threads', { threads: 1025 }, 'a whole number from 1 to 1024', '1025'],
    ['batchSize', { batchSize: 0 }, 'a whole number from 1 to 1024', '0'],
    ['batchSize', { batchSize: 2.5 }, 'a whole number from 1 to 1024', '2.5'],
    ['seed', { seed: 0.5 }, 'a whole number', '0.5'],
    ['seed', { seed: NaN }, 'a whole number', 'NaN'],
    ['cleanUpSpaces', { cleanUpSpaces: 'yes' }, 'true or false', '"yes"'],
  ])('a wrong %s is refused: %j', async (option, options, expected, received) => {
    const given = { path: TINY, env, ...(options as object) }
    expect(left(await loadBlip(given)())).toEqual({
      _tag: 'InvalidOption',
      reward: 'recaption',
      option,
      expected,
      received,
    })
  })

  it.each([
    ['maxNewTokens', { maxNewTokens: 0 }],
    ['maxNewTokens', { maxNewTokens: Infinity }],
    ['minNewTokens', { minNewTokens: -1 }],
    ['minNewTokens', { minNewTokens: 51 }],
    ['minLength', { minLength: 'ten' }],
    ['repetitionPenalty', { repetitionPenalty: 0 }],
    ['mode', { mode: { kind: 'chance' } }],
    ['mode', { mode: 'beam' }],
    ['beams', { mode: { kind: 'beam', beams: 0 } }],
    ['topP', { mode: { kind: 'sample', topP: 2 } }],
    ['temperature', { mode: { kind: 'sample', temperature: 0 } }],
  ])('a wrong %s of decoding is refused: %j', async (option, options) => {
    const given = { path: TINY, env, ...(options as object) }
    expect(left(await loadBlip(given)())).toMatchObject({ _tag: 'InvalidOption', reward: 'recaption', option })
  })

  it.each([null, 'blip-base', 7, [], () => undefined])('%j in place of all of them is refused', async (options) => {
    expect(left(await loadBlip(options as never)())).toMatchObject({
      _tag: 'InvalidOption',
      reward: 'recaption',
      option: 'options',
      expected: 'an object',
    })
  })

  it('name a model or a folder, not both', async () => {
    expect(left(await loadBlip({ path: TINY, model: 'blip-base', env })())).toEqual({
      _tag: 'InvalidOption',
      reward: 'recaption',
      option: 'path',
      expected: 'no path beside model',
      received: describeValue(TINY),
    })
  })

  it('hold least lengths that a caption reaches: 50 new tokens, or as many as are asked for', async () => {
    expect(await refusal(TINY, { minNewTokens: 50 })).toBe('loaded')
    expect(await refusal(TINY, { minNewTokens: 51 })).toBe(
      'recaption: expected at most 50, where maxNewTokens ends a text for `minNewTokens`, got 51',
    )
    expect(await refusal(TINY, { minLength: 51 })).toBe('loaded')
    expect(await refusal(TINY, { minLength: 52 })).toBe(
      'recaption: expected at most 51, where maxNewTokens ends a text for `minLength`, got 52',
    )
    // Three words of a prompt.
    expect(await refusal(TINY, { minLength: 14, maxNewTokens: 10, prompt: 'a picture of' })).toBe('loaded')
    expect(await refusal(TINY, { minLength: 15, maxNewTokens: 10, prompt: 'a picture of' })).toContain(
      'expected at most 14, where maxNewTokens ends a text for `minLength`, got 15',
    )
  })

  it('are looked at before any file', async () => {
    expect(left(await loadBlip({ path: '/nowhere', threads: 0 })())).toMatchObject({ _tag: 'InvalidOption' })
  })

  it('a caption fits into the positions of the model: 64, one of which begins it, the last token needing none', async () => {
    expect(await refusal(TINY, { maxNewTokens: 64 })).toBe('loaded')
    expect(await refusal(TINY, { maxNewTokens: 65 })).toBe(
      'recaption: expected at most 64, as the model has 64 positions for `maxNewTokens`, got 65',
    )
    // Three words of a prompt.
    expect(await refusal(TINY, { maxNewTokens: 61, prompt: 'a picture of' })).toBe('loaded')
    expect(await refusal(TINY, { maxNewTokens: 62, prompt: 'a picture of' })).toBe(
      'recaption: expected at most 61, as the model has 64 positions for `maxNewTokens`, got 62',
    )
    expect(await refusal(TINY, { prompt: 'a '.repeat(64), maxNewTokens: 1 })).toBe(
      'recaption: expected a text of fewer than 63 tokens for `prompt`, got one of 64',
    )
  })
})

describe('files that are not there', () => {
  it('of a model of the catalogue', async () => {
    expect(left(await loadBlip({ env })())).toEqual({
      _tag: 'MissingModel',
      reward: 'recaption',
      model: 'blip-base',
      install: 'corl models pull blip-base',
    })
    expect(left(await loadBlip({ env, model: 'blip-large' })())).toMatchObject({
      _tag: 'MissingModel',
      install: 'corl models pull blip-large',
    })
  })

  it('of a name that no model has', async () => {
    expect(left(await loadBlip({ env, model: 'blip-3' })())).toMatchObject({ _tag: 'InvalidOption', option: 'model' })
  })

  it.each([
    ['config.json', 'config.json'],
    ['model.safetensors', 'model.safetensors or pytorch_model.bin'],
  ])('%s', async (name, said) => {
    const folder = changed({ [name]: undefined })
    expect(left(await loadBlip({ path: folder, env })())).toEqual({
      _tag: 'BadFile',
      file: folder,
      expected: `${said} of a model in Hugging Face's layout`,
      received: 'no file of that name',
    })
  })

  it('of preprocessing, both; of a tokenizer, all', async () => {
    const images = changed({ 'preprocessor_config.json': undefined, 'processor_config.json': undefined })
    expect(left(await loadBlip({ path: images, env })())).toMatchObject({
      _tag: 'BadFile',
      file: images,
      expected: "preprocessor_config.json of a model in Hugging Face's layout",
    })
    const words = changed({ 'tokenizer.json': undefined, 'vocab.txt': undefined })
    expect(left(await loadBlip({ path: words, env })())).toMatchObject({
      _tag: 'BadFile',
      file: words,
      expected: "tokenizer.json, vocab.txt, or vocab.json and merges.txt of a model in Hugging Face's layout",
    })
  })

  it('a path that leads nowhere, or to a file', async () => {
    for (const nowhere of [path.join(home, 'nowhere'), path.join(TINY, 'config.json')]) {
      expect(left(await loadBlip({ path: nowhere, env })())).toMatchObject({
        _tag: 'BadFile',
        file: nowhere,
        expected: "config.json of a model in Hugging Face's layout",
      })
    }
  })
})

describe('a configuration that does not fit the weights', () => {
  const words = 'text_decoder.bert.embeddings.word_embeddings.weight'

  it.each([
    ['one word more', 'text_config', { vocab_size: 610 }, `${words} [610, 32] of BLIP`, 'float32 [609, 32]'],
    [
      'one layer of text more',
      'text_config',
      { num_hidden_layers: 3 },
      'text_decoder.bert.encoder.layer.2.attention.self.query.weight [32, 32] of BLIP',
      'a checkpoint without it',
    ],
    [
      'one layer of images more',
      'vision_config',
      { num_hidden_layers: 3 },
      'vision_model.encoder.layers.2.self_attn.qkv.weight [96, 32] of BLIP',
      'a checkpoint without it',
    ],
    ['a wider text', 'text_config', { hidden_size: 64 }, `${words} [609, 64] of BLIP`, 'float32 [609, 32]'],
    [
      'wider images',
      'vision_config',
      { hidden_size: 64 },
      'vision_model.embeddings.class_embedding [1, 1, 64] of BLIP',
      'float32 [1, 1, 32]',
    ],
    [
      'more inside',
      'text_config',
      { intermediate_size: 128 },
      'text_decoder.bert.encoder.layer.0.intermediate.dense.weight [128, 32] of BLIP',
      'float32 [64, 32]',
    ],
    [
      'more positions',
      'text_config',
      { max_position_embeddings: 512 },
      'text_decoder.bert.embeddings.position_embeddings.weight [512, 32] of BLIP',
      'float32 [64, 32]',
    ],
    [
      'smaller patches',
      'vision_config',
      { patch_size: 8 },
      'vision_model.embeddings.position_embedding [1, 65, 32] of BLIP',
      'float32 [1, 17, 32]',
    ],
  ] as const)('%s', async (_, half, fields, expected, received) => {
    expect(await refusal(configured(half, fields))).toBe(`expected ${expected} for \`/${WEIGHTS}\`, got ${received}`)
  })

  it.each([
    ['text', 'text_config', 'text_decoder.bert.encoder.layer.1.output.dense.weight'],
    ['images', 'vision_config', 'vision_model.encoder.layers.1.layer_norm1.weight'],
  ] as const)('one layer of %s less', async (_, half, tensor) => {
    expect(await refusal(configured(half, { num_hidden_layers: 1 }))).toBe(
      `expected no ${tensor} in BLIP of so few layers as config.json says for \`/${WEIGHTS}\`, got a checkpoint with it`,
    )
  })

  it('fewer words than the tokenizer has', async () => {
    expect(await refusal(configured('text_config', { vocab_size: 608, bos_token_id: 600 }))).toBe(
      'expected tokens numbered below 608, the vocab_size of config.json for `/tokenizer.json`, got 608',
    )
  })

  it('images of another size than they are prepared in', async () => {
    expect(await refusal(configured('vision_config', { image_size: 96 }))).toMatch(
      /^expected 96 x 96 pixels, as config\.json has it, as size for `\/preprocessor_config\.json`, got 64 x 64$/,
    )
  })

  it.each([
    ['text_config', { hidden_act: 'mish' }, 'text_config.hidden_act'],
    ['vision_config', { num_attention_heads: 5 }, 'vision_config.num_attention_heads'],
    ['text_config', { layer_norm_eps: 0 }, 'text_config.layer_norm_eps'],
  ] as const)('a field that is wrong by itself: %s %j', async (half, fields, field) => {
    expect(await refusal(configured(half, fields))).toContain(` as ${field} for \`/config.json\``)
  })
})

describe('what a captioner says of itself', () => {
  it('its name, whether it repeats itself, and where its weights are from', async () => {
    expect(await load()).toMatchObject({ name: 'blip', deterministic: true, weights: 'checkpoint' })
    expect(await load({ precision: 'int8' })).toMatchObject({ name: 'blip, int8' })
  })

  it('weights that are made up say so under any name', async () => {
    const bytes = readFileSync(path.join(TINY, WEIGHTS))
    const length = Number(bytes.readBigUInt64LE())
    const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<string, unknown>
    const json = Buffer.from(JSON.stringify({ ...header, __metadata__: { weights: 'formula' } }))
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(BigInt(json.length))
    const folder = changed({ [WEIGHTS]: Buffer.concat([size, json, bytes.subarray(8 + length)]) })
    expect(await load({ path: folder })).toMatchObject({ weights: 'formula' })
  })

  it('found in a folder of models, it has the name of the model', async () => {
    const options = { path: undefined, modelDir: TINY, model: 'blip-large' }
    expect(await load(options as object)).toMatchObject({ name: 'blip-large', weights: 'checkpoint' })
  })
})
