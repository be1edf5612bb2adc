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
  const { model } = tinyTokenizer
  const without = (...ids: ReadonlyArray<number>) => ({
    model: { ...model, vocab: Object.fromEntries(Object.entries(model.vocab).filter(([, id]) => !ids.includes(id))) },
  })

  it.each([
    [[9], 'none for 1 of them, the first of which is 9'],
    [[13, 14, 15], 'none for 3 of them, the first of which is 13'],
  ])('where it lacks the tokens %j, which would be missing in captions', async (ids, received) => {
    expect(left(await open(without(...ids)))).toMatchObject({
      _tag: 'BadFile',
      expected: 'a token for every number below 16, the bos_token_id of config.json',
      received,
    })
  })

  it('but not where it lacks what a caption begins with and what comes after that', async () => {
    expect(right(await open({}, { vocabularySize: 18, bosId: 16 }))).toBeDefined()
    expect(left(await open({}, { vocabularySize: 18, bosId: 17 }))).toMatchObject({
      received: 'none for 1 of them, the first of which is 16',
    })
  })

  it('where its list of words was cut off, or is an empty one of pairs', async () => {
    const cut = ['[PAD]', '[CLS]', '[SEP]', '[UNK]', 'a'].join('\n')
    expect(left(await openBlipText(modelFolder({ 'vocab.txt': cut }), CONFIG)())).toMatchObject({
      _tag: 'BadFile',
      // [MASK] has the number after the last word, as in transformers.
      received: 'none for 10 of them, the first of which is 6',
    })
    const pairs = {
      'tokenizer.json': { ...tinyTokenizer, model: { type: 'BPE', vocab: {}, merges: [] }, added_tokens: [] },
    }
    expect(left(await openBlipText(modelFolder(pairs), CONFIG)())).toMatchObject({
      _tag: 'BadFile',
      received: 'none for 16 of them, the first of which is 0',
    })
  })

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
