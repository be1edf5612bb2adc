import { describe, expect, it } from 'vitest'
import type { BlipTextConfig } from '../../../../../src/adapters/onnx/blip/blip-config.js'
import { type BlipText, openBlipText } from '../../../../../src/adapters/onnx/blip/blip-text.js'
import { tinyTokenizer } from '../bert-fixture.js'
import { left, modelFolder, right } from '../huggingface/folder.js'

const CONFIG: BlipTextConfig = {
  hiddenSize: 8,
  layers: 1,
  heads: 2,
  intermediateSize: 16,
  hiddenAct: 'gelu',
  layerNormEps: 1e-12,
  vocabularySize: 18,
  tied: true,
  encoderHiddenSize: 8,
  maxPositions: 6,
  bosId: 16,
  padId: 0,
  sepId: 3,
}

const open = (change: object = {}, config: Partial<BlipTextConfig> = {}) =>
  openBlipText(modelFolder({ 'tokenizer.json': { ...tinyTokenizer, ...change } }), { ...CONFIG, ...config })()

const opened = async (): Promise<BlipText> => right(await open())

describe('a caption begins', () => {
  it('with [DEC] alone', async () => expect(right((await opened()).beginning())).toEqual([16]))

  it('with [DEC] in place of [CLS], and the prompt without [SEP]', async () => {
    const { beginning } = await opened()
    expect(right(beginning('a man on'))).toEqual([16, 4, 5, 14])
    expect(right(beginning(''))).toEqual([16])
  })

  it('with no prompt that leaves no room for it', async () => {
    const { beginning } = await opened()
    // [DEC] and four words; the sixth place is for a first token.
    expect(right(beginning('a man on a'))).toEqual([16, 4, 5, 14, 4])
    expect(left(beginning('a man on a horse'))).toEqual({
      _tag: 'InvalidOption',
      reward: 'recaption',
      option: 'prompt',
      expected: 'a text of fewer than 5 tokens',
      received: 'one of 5',
    })
    expect(left(beginning('a'.repeat(193)))).toMatchObject({ received: 'one of 193 characters' })
  })
})

it('a caption is its tokens without special ones, and without those the tokenizer lacks', async () => {
  const { captionOf } = await opened()
  expect(right(captionOf([16, 4, 9, 10, 11, 3, 0, 0]))).toBe('a red cars')
  expect(right(captionOf([16, 3]))).toBe('')
})

describe('a tokenizer is refused', () => {
  it('where it has tokens beyond the vocabulary of the network', async () => {
    expect(left(await open({}, { vocabularySize: 15 }))).toMatchObject({
      _tag: 'BadFile',
      expected: 'tokens numbered below 15, the vocab_size of config.json',
      received: '15',
    })
  })

  it('where it puts nothing around a text: its first word would be lost', async () => {
    expect(left(await open({ post_processor: null }))).toMatchObject({ _tag: 'BadFile', received: '0 tokens' })
  })
})
