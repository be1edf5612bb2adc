import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { loadBertScore, loadBertScoreModel } from '../../../../../src/adapters/onnx/bert-score/load-bert-score.js'
import { PUBLISHED } from '../../../../../src/adapters/onnx/bert-score/published.js'
import { showError } from '../../../../../src/core/error.js'

const [ROBERTA, BERT] = ['tiny-roberta', 'tiny-bert'].map((name) =>
  fileURLToPath(new URL(`../../../../golden/bert-score/${name}`, import.meta.url)),
) as [string, string]

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

/** A copy whose configuration says otherwise, or that lacks a file. */
const changed = (from: string, config: object, without?: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-bert-'))
  cpSync(from, folder, { recursive: true })
  const said = JSON.parse(readFileSync(path.join(from, 'config.json'), 'utf8')) as object
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ ...said, ...config }))
  if (without !== undefined) rmSync(path.join(folder, without))
  return folder
}

const refusal = async (folder: string, options: object = { layer: 3 }): Promise<string> => {
  const answer = await loadBertScoreModel({ path: folder, threads: 1, ...options })()
  return E.isLeft(answer) ? showError(answer.left).replaceAll(folder, '') : 'loaded'
}

describe('options', () => {
  it.each([null, 'bert', 7, []])('%j in place of all of them is refused', async (options) => {
    const said = { left: { _tag: 'InvalidOption', reward: 'bert-score', option: 'options', expected: 'an object' } }
    expect(await loadBertScore(options as never)()).toMatchObject(said)
    expect(await loadBertScoreModel(options as never)()).toMatchObject(said)
  })

  it('name a model or a folder, not both', async () => {
    expect(await loadBertScoreModel({ path: BERT, model: 'bert-base-uncased' })()).toMatchObject({
      left: { _tag: 'InvalidOption', option: 'path', expected: 'no path beside model' },
    })
  })
})

const LACKING = [
  ['config.json', 'config.json'],
  ['tokenizer.json', 'tokenizer.json, vocab.txt, or vocab.json and merges.txt'],
  ['model.safetensors', 'model.safetensors or pytorch_model.bin'],
] as const

describe('files that are not there', () => {
  it.each([
    ['roberta-large', {}],
    ['bert-base-uncased', { variant: 'released' as const }],
  ])('of %s, by default', async (model, options) => {
    expect(await loadBertScore({ ...options, env: { HOME: '/nowhere' } })()).toMatchObject({
      left: { _tag: 'MissingModel', reward: 'bert-score', model, install: `corl models pull ${model}` },
    })
  })

  it.each(LACKING)('%s', async (name, said) => {
    expect(await refusal(changed(ROBERTA, {}, name))).toBe(
      `expected ${said} of a model in Hugging Face's layout for \`\`, got no file of that name`,
    )
  })
})

describe('the layer', () => {
  it('is one of as many as the configuration says, neither more nor less', async () => {
    const more = changed(ROBERTA, { num_hidden_layers: 9 })
    expect(await refusal(more, { layer: 4 })).toMatch(
      /^expected roberta\.encoder\.layer\.8\.output\.dense\.weight \[24, \d+\] of RoBERTa for `\/model.safetensors`, got a checkpoint without it$/,
    )
    expect(await refusal(changed(ROBERTA, { num_hidden_layers: 3 }), { layer: 2 })).toBe(
      'expected no roberta.encoder.layer.3.output.dense.weight in RoBERTa of so few layers as config.json says for `/model.safetensors`, got a checkpoint with it',
    )
    expect(await refusal(ROBERTA, { layer: 2 })).toBe('loaded')
  })

  it('must be one of the model', async () => {
    expect(await refusal(ROBERTA, { layer: 5 })).toBe(
      'bert-score: expected a whole number from 0 to 4, the layers of the model for `layer`, got 5',
    )
  })

  it('must be said for a folder, and is the last one as released', async () => {
    expect(await refusal(BERT, {})).toContain('the layers of the model for `layer`, got nothing')
    const model = right(await loadBertScoreModel({ path: BERT, variant: 'released' })())
    expect(model.name).toBe('bert, layer 2')
    await model[Symbol.asyncDispose]()
  })

  it('is published with its baseline for the models of the catalogue', () => {
    for (const { layer, baseline } of PUBLISHED.values()) {
      expect(Number.isInteger(layer)).toBe(true)
      for (const part of Object.values(baseline)) expect(part).toBeGreaterThan(0)
    }
  })
})

describe('files that do not fit one another', () => {
  it('other sizes than the checkpoint has', async () => {
    expect(await refusal(changed(ROBERTA, { intermediate_size: 48 }))).toBe(
      'expected roberta.encoder.layer.0.intermediate.dense.weight [48, 24] of RoBERTa for `/model.safetensors`, got float32 [40, 24]',
    )
  })

  it('a checkpoint with the older names of normalisations, of another size', async () => {
    expect(await refusal(changed(BERT, { hidden_size: 32 }), { layer: 1 })).toContain(
      'bert.embeddings.word_embeddings.weight [123, 32] of BERT',
    )
    expect(await refusal(BERT, { layer: 1 })).toBe('loaded')
  })

  it('more tokens than the vocabulary', async () => {
    expect(await refusal(changed(ROBERTA, { vocab_size: 300 }))).toMatch(
      /^expected tokens numbered below 300, .+ for `\/tokenizer\.json`, got 321$/,
    )
  })
})

describe('options', () => {
  it.each([
    ['model', { model: '' }],
    ['variant', { variant: 'clamped' }],
    ['layer', { layer: -1 }],
    ['batchSize', { batchSize: 0 }],
    ['threads', { threads: 1025 }],
    ['device', { device: 'gpu' }],
    ['rescale', { rescale: true }],
    ['idf', { idf: 'a text' }],
  ])('%s', async (option, options) => {
    expect(await loadBertScore({ path: ROBERTA, layer: 3, ...(options as object) })()).toMatchObject({
      left: { _tag: 'InvalidOption', reward: 'bert-score', option },
    })
  })
})

describe('a model', () => {
  it('is shared by who loads the same, until the last one disposes of it', async () => {
    const load = async () => right(await loadBertScoreModel({ path: ROBERTA, layer: 2 })())
    const [one, other] = [await load(), await load()]
    await one[Symbol.asyncDispose]()
    expect(await one.embed(['a'])()).toMatchObject({ left: { _tag: 'Unavailable' } })
    expect(await other.embed(['a'])()).toMatchObject({ _tag: 'Right' })
    await other[Symbol.asyncDispose]()
    expect(await other.embed(['a'])()).toMatchObject({ left: { _tag: 'Unavailable' } })
  })

  it('stops when it is called off', async () => {
    const model = right(await loadBertScoreModel({ path: ROBERTA, layer: 0 })())
    const signal = AbortSignal.abort('enough')
    expect(await model.embed(['a'], { signal })()).toMatchObject({ left: { _tag: 'Aborted', reason: 'enough' } })
    await model[Symbol.asyncDispose]()
  })
})
