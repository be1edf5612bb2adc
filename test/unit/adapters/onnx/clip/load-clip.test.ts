import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { loadClip, loadClipModel } from '../../../../../src/adapters/onnx/clip/load-clip.js'
import { showError } from '../../../../../src/core/error.js'
import { formulaImage } from '../../../../../src/formula/image.js'
import type { Image } from '../../../../../src/image/image.js'
import { changed, TINY } from './tiny-clip.js'

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

const refusal = async (folder: string): Promise<string> => {
  const answer = await loadClipModel({ path: folder, threads: 1 })()
  return E.isLeft(answer) ? showError(answer.left).replaceAll(folder, '') : 'loaded'
}

const discs = formulaImage('discs', 40, 30)

describe('options', () => {
  it.each([null, 'clip', 7, []])('%j in place of all of them is refused', async (options) => {
    const said = { left: { _tag: 'InvalidOption', reward: 'clip', option: 'options', expected: 'an object' } }
    expect(await loadClip(options as never)()).toMatchObject(said)
    expect(await loadClipModel(options as never)()).toMatchObject(said)
  })

  it('name a model or a folder, not both', async () => {
    expect(await loadClipModel({ path: TINY, model: 'clip-vit-b32' })()).toMatchObject({
      left: { _tag: 'InvalidOption', option: 'path', expected: 'no path beside model' },
    })
  })
})

const LACKING = [
  ['config.json', 'config.json'],
  ['preprocessor_config.json', 'preprocessor_config.json'],
  ['tokenizer.json', 'tokenizer.json, vocab.txt, or vocab.json and merges.txt'],
  ['model.safetensors', 'model.safetensors or pytorch_model.bin'],
] as const

describe('files that are not there', () => {
  it('of a model of the catalogue', async () => {
    const answer = await loadClipModel({ env: { HOME: '/nowhere' } })()
    expect(answer).toMatchObject({
      left: { _tag: 'MissingModel', reward: 'clip', model: 'clip-vit-b32', install: 'corl models pull clip-vit-b32' },
    })
  })

  it.each(LACKING)('%s', async (name, said) => {
    expect(await refusal(changed({ [name]: undefined }))).toBe(
      `expected ${said} of a model in Hugging Face's layout for \`\`, got no file of that name`,
    )
  })
})

describe('files that do not fit one another', () => {
  it('a layer more than the checkpoint has', async () => {
    const folder = changed({
      'config.json': (json) => ({ ...json, text_config: { ...(json['text_config'] as object), num_hidden_layers: 4 } }),
    })
    expect(await refusal(folder)).toBe(
      'expected text_model.encoder.layers.3.self_attn.q_proj.weight [12, 12] of CLIP for `/model.safetensors`, got a checkpoint without it',
    )
  })

  it('another projection', async () => {
    const folder = changed({ 'config.json': (json) => ({ ...json, projection_dim: 32 }) })
    expect(await refusal(folder)).toBe(
      'expected visual_projection.weight [32, 16] of CLIP for `/model.safetensors`, got float32 [16, 16]',
    )
  })

  it('more tokens than the vocabulary', async () => {
    const folder = changed({
      'config.json': (json) => ({ ...json, text_config: { ...(json['text_config'] as object), vocab_size: 500 } }),
    })
    expect(await refusal(folder)).toMatch(/^expected tokens numbered below 500, .+ for `\/tokenizer\.json`, got 545$/)
  })

  it('images of another size', async () => {
    const folder = changed({
      'preprocessor_config.json': (json) => ({ ...json, crop_size: { height: 30, width: 30 } }),
    })
    expect(await refusal(folder)).toMatch(/^expected 28 x 28 pixels, .+ as crop_size for .+, got 30 x 30$/)
  })

  it('a checkpoint that was cut off', async () => {
    const bytes = readFileSync(path.join(TINY, 'model.safetensors'))
    expect(await refusal(changed({ 'model.safetensors': bytes.subarray(0, 5000) }))).toMatch(
      /`\/model\.safetensors`, got/,
    )
  })
})

describe('options', () => {
  it.each([
    ['model', { model: '' }],
    ['path', { path: 7 }],
    ['device', { device: 'tpu' }],
    ['threads', { threads: 0 }],
    ['batchSize', { batchSize: 1.5 }],
    ['variant', { variant: 'paper' }],
  ])('%s', async (option, options) => {
    expect(await loadClip({ path: TINY, ...(options as object) })()).toMatchObject({
      left: { _tag: 'InvalidOption', reward: 'clip', option },
    })
  })
})

describe('a model', () => {
  it('is shared by who loads the same, until the last one disposes of it', async () => {
    const [one, other] = [right(await loadClipModel({ path: TINY })()), right(await loadClipModel({ path: TINY })())]
    await one[Symbol.asyncDispose]()
    expect(await one.embedTexts(['a'])()).toMatchObject({ left: { _tag: 'Unavailable' } })
    expect(await other.embedTexts(['a'])()).toMatchObject({ _tag: 'Right' })
    await other[Symbol.asyncDispose]()
    expect(await other.embedImages([discs])()).toMatchObject({ left: { _tag: 'Unavailable' } })
  })

  it('fails an image that cannot be prepared by itself', async () => {
    const clip = right(await loadClipModel({ path: TINY, threads: 1 })())
    const line: Image = { range: 'uint8', width: 100_000, height: 1, data: new Uint8Array(300_000) }
    const answers = right(await clip.embedImages([discs, line, discs])())
    expect(answers.map(({ _tag }) => _tag)).toEqual(['Right', 'Left', 'Right'])
    expect(answers[1]).toMatchObject({ left: { _tag: 'InvalidInput', reward: 'clip', field: 'image' } })
    const [alone] = right(await clip.embedImages([discs])())
    for (const answer of [answers[0]!, answers[2]!])
      right(answer).forEach((value, k) => expect(value).toBeCloseTo(right(alone!)[k]!, 5))
    expect(right(await clip.embedImages([line])())).toMatchObject([{ _tag: 'Left' }])
    await clip[Symbol.asyncDispose]()
  })

  it('stops when it is called off', async () => {
    const clip = right(await loadClipModel({ path: TINY, threads: 1 })())
    const signal = AbortSignal.abort('enough')
    const called = { left: { _tag: 'Aborted', reason: 'enough' } }
    expect(await clip.embedImages([discs], { signal })()).toMatchObject(called)
    expect(await clip.embedTexts(['a'], { signal })()).toMatchObject(called)
    expect(await clip.embedTexts([])()).toEqual(E.right([]))
    await clip[Symbol.asyncDispose]()
  })
})
