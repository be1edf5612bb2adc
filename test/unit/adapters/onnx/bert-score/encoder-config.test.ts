import { describe, expect, it } from 'vitest'
import {
  type EncoderConfig,
  mostTokens,
  positionsOf,
  readEncoderConfig,
} from '../../../../../src/adapters/onnx/bert-score/encoder-config.js'
import { showError } from '../../../../../src/core/error.js'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const read = async (config: unknown) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-bert-config-'))
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config))
  return readEncoderConfig({ path: folder, reward: 'bert-score', install: 'get it' })()
}

const base = {
  hiddenSize: 768,
  heads: 12,
  layers: 12,
  intermediateSize: 3072,
  hiddenAct: 'gelu',
  layerNormEps: 1e-12,
  positions: 512,
  types: 2,
}

describe('config.json', () => {
  it.each([
    ['bert', { ...base, kind: 'bert', vocabularySize: 30522, padId: 0 }],
    ['roberta', { ...base, kind: 'roberta', vocabularySize: 50265, padId: 1 }],
  ])('that says nothing but %s is that of the base model', async (kind, expected) => {
    expect(await read({ model_type: kind })).toEqual({ _tag: 'Right', right: expected })
  })

  it.each([
    [{}, 'one of roberta, bert as model_type', 'nothing'],
    [{ model_type: 't5' }, 'one of roberta, bert as model_type', '"t5"'],
    [{ model_type: 'bert', position_embedding_type: 'relative_key' }, 'one of absolute as', '"relative_key"'],
    [{ model_type: 'bert', num_attention_heads: 7 }, 'a divisor of the hidden size 768', '7'],
    [{ model_type: 'roberta', max_position_embeddings: 3 }, 'a whole number from 4 to', '3'],
    [{ model_type: 'bert', vocab_size: 10, pad_token_id: 10 }, 'a whole number from 0 to 9 as pad_token_id', '10'],
  ])('is refused: %j', async (config, expected, received) => {
    const answer = await read(config)
    const said = answer._tag === 'Left' ? showError(answer.left) : 'read'
    expect(said).toContain(`expected ${expected}`)
    expect(said).toMatch(new RegExp(`got ${received}$`))
  })
})

describe('positions', () => {
  const config = (kind: EncoderConfig['kind'], padId: number): EncoderConfig =>
    ({ ...base, kind, padId, positions: 514, vocabularySize: 9 }) as EncoderConfig

  it('count from 0 in BERT, and from behind the number that fills up in RoBERTa', () => {
    expect(positionsOf(config('bert', 0), [5, 6, 7])).toEqual([0, 1, 2])
    expect(positionsOf(config('roberta', 1), [5, 6, 7])).toEqual([2, 3, 4])
  })

  it('leave out what looks as if it filled up, in RoBERTa', () => {
    expect(positionsOf(config('roberta', 1), [5, 1, 7])).toEqual([2, 1, 3])
  })

  it('are as many as the longest text has tokens', () => {
    expect(mostTokens(config('bert', 0))).toBe(514)
    expect(mostTokens(config('roberta', 1))).toBe(512)
  })
})
