import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBlip } from '../../../../../src/adapters/onnx/blip/load-blip.js'
import { showError } from '../../../../../src/core/error.js'
import { openCheckpoint } from '../../../../../src/models/checkpoint/open-checkpoint.js'
import { cStrides } from '../../../../../src/models/checkpoint/layout.js'
import { floats, legacyOf, type TensorFile, zipOf } from '../../../models/checkpoint/torch-files.js'
import { right } from '../huggingface/folder.js'
import {
  captionsOf,
  changed,
  env,
  images,
  load,
  refusal,
  reweighted,
  TINY,
  tensors,
  type TinyTensor,
  WEIGHTS,
  writeWeights,
} from './tiny-blip.js'

const WORDS = 'text_decoder.bert.embeddings.word_embeddings.weight'
const HEAD = 'text_decoder.cls.predictions'
const BIN = 'pytorch_model.bin'

let all: ReadonlyMap<string, TinyTensor>
let expected: ReadonlyArray<string>
beforeAll(async () => {
  all = await tensors()
  expected = captionsOf(await (await load({ maxNewTokens: 8 })).caption(images)())
})

const captionsWith = async (folder: string): Promise<ReadonlyArray<string>> =>
  captionsOf(await (await load({ path: folder, maxNewTokens: 8 })).caption(images)())

/** The same tensors as torch keeps them, each in a storage of its own. */
const inTorch = (): ReadonlyArray<TensorFile> =>
  [...all].map(([name, { shape, data }], key) => ({
    name,
    storage: floats(String(key), data),
    shape,
    strides: cStrides(shape),
  }))

describe('the same weights in another file give the same captions', () => {
  it.each([
    ['torch zip', zipOf],
    ['torch legacy', legacyOf],
  ] as const)('%s', async (_, container) => {
    const folder = changed({ [WEIGHTS]: undefined, [BIN]: container(inTorch()) })
    expect(await captionsWith(folder)).toEqual(expected)
  })

  it('with its tied tensors written out, and buffers of whole numbers', async () => {
    const positions: TensorFile = {
      name: 'text_decoder.bert.embeddings.position_ids',
      storage: { key: 'ids', type: 'LongStorage', count: 64, data: new Uint8Array(512) },
      shape: [1, 64],
      strides: [64, 1],
    }
    const tied = inTorch().flatMap((one) =>
      one.name === WORDS ? [one, { ...one, name: `${HEAD}.decoder.weight` }] : [one],
    )
    const folder = changed({ [WEIGHTS]: undefined, [BIN]: zipOf([positions, ...tied]) })
    expect(await captionsWith(folder)).toEqual(expected)
  })

  it('under the prefix of a trainer', async () => {
    const wrapped = [...all].map(([name, tensor]) => [`module.${name}`, tensor] as const)
    expect(await captionsWith(await writeWeights(changed({ [WEIGHTS]: undefined }), wrapped))).toEqual(expected)
  })

  it('behind links, as Hugging Face keeps them', async () => {
    const folder = changed({})
    const blobs = path.join(folder, 'blobs')
    mkdirSync(blobs)
    renameSync(path.join(folder, WEIGHTS), path.join(blobs, 'd1g35t'))
    symlinkSync(path.join('blobs', 'd1g35t'), path.join(folder, WEIGHTS))
    expect(await captionsWith(folder)).toEqual(expected)
  })

  it('safetensors come before pickles', async () => {
    expect(await captionsWith(changed({ [BIN]: Buffer.from('no checkpoint') }))).toEqual(expected)
  })
})

describe('a head', () => {
  const untied = (json: Readonly<Record<string, unknown>>) => ({
    ...json,
    tie_word_embeddings: false,
    text_config: { ...(json['text_config'] as object), tie_word_embeddings: false },
  })

  it('that is not tied scores words by a matrix of its own', async () => {
    // The scores of two words exchanged: where the one was said first, the other one is.
    const { shape, data } = all.get(WORDS)!
    const bias = all.get(`${HEAD}.bias`)!
    const [matrix, added] = [Float32Array.from(data), Float32Array.from(bias.data)]
    const words = JSON.parse(readFileSync(path.join(TINY, 'tokenizer.json'), 'utf8')) as {
      model: { vocab: Record<string, number> }
    }
    const [first = ''] = expected[0]!.split(' ')
    const [a, b] = [words.model.vocab[first]!, words.model.vocab['zebra'] ?? 605]
    const exchange = (values: Float32Array, from: Float32Array, width: number): void => {
      values.set(from.subarray(b * width, (b + 1) * width), a * width)
      values.set(from.subarray(a * width, (a + 1) * width), b * width)
    }
    exchange(matrix, data, shape[1]!)
    exchange(added, bias.data, 1)
    const folder = await reweighted(
      { [`${HEAD}.decoder.weight`]: { shape, data: matrix }, [`${HEAD}.bias`]: { shape: bias.shape, data: added } },
      changed({ [WEIGHTS]: undefined, 'config.json': untied }),
    )
    const captioner = await load({ path: folder, maxNewTokens: 1 })
    const [caption] = captionsOf(await captioner.caption(images.slice(0, 1))())
    const other = Object.entries(words.model.vocab).find(([, id]) => id === b)![0]
    expect(caption).toBe(other)
  })

  it('that is not tied is missed by name', async () => {
    expect(await refusal(changed({ 'config.json': untied }))).toBe(
      `expected ${HEAD}.decoder.weight [609, 32] of BLIP for \`/${WEIGHTS}\`, got a checkpoint without it`,
    )
  })

  it('that is tied is that of the words, whatever else the file has', async () => {
    const { shape, data } = all.get(WORDS)!
    const other = { shape, data: data.map((value) => -value) }
    expect(await captionsWith(await reweighted({ [`${HEAD}.decoder.weight`]: other }))).toEqual(expected)
  })
})

describe('a checkpoint is refused, its tensor named', () => {
  it('with word embeddings of another shape', async () => {
    const { data } = all.get(WORDS)!
    for (const shape of [[608, 32], [32, 609], [609 * 32], [609, 16]]) {
      const count = shape.reduce((product, size) => product * size, 1)
      const folder = await reweighted({ [WORDS]: { shape, data: data.slice(0, count) } })
      expect(await refusal(folder)).toBe(
        `expected ${WORDS} [609, 32] of BLIP for \`/${WEIGHTS}\`, got float32 [${shape.join(', ')}]`,
      )
    }
  })

  it('without any one of its tensors', { timeout: 30_000 }, async () => {
    for (const name of all.keys()) {
      const folder = await reweighted({ [name]: undefined })
      const words = new RegExp(
        `^expected ${name.replaceAll('.', '\\.')} \\[.+\\] of BLIP for .+, got a checkpoint without it$`,
      )
      expect(await refusal(folder)).toMatch(words)
    }
  })
})

describe('a file that was cut off', () => {
  const bytes = readFileSync(path.join(TINY, WEIGHTS))
  const header = 8 + Number(bytes.readBigUInt64LE())
  const lengths = [0, 1, 7, 8, 9, 100, header - 1, header, header + 1, bytes.length >> 1, bytes.length - 1]

  it.each(lengths)('safetensors, after %i bytes', async (length) => {
    const said = await refusal(changed({ [WEIGHTS]: bytes.subarray(0, length) }))
    expect(said).toMatch(new RegExp(`^expected .+ for \`/${WEIGHTS}\`, got .+$`))
  })

  it.each([0.001, 0.01, 0.3, 0.5, 0.9, 0.99, 0.99999])('torch, after %f of it', async (part) => {
    for (const container of [zipOf, legacyOf]) {
      const whole = container(inTorch())
      const folder = changed({ [WEIGHTS]: undefined, [BIN]: whole.subarray(0, Math.floor(part * whole.length)) })
      expect(await refusal(folder)).toMatch(new RegExp(`^expected .+ for \`/${BIN}\`, got .+$`))
    }
  })

  it('after it was loaded once is another file', async () => {
    const folder = changed({})
    expect(await refusal(folder)).toBe('loaded')
    writeFileSync(path.join(folder, WEIGHTS), bytes.subarray(0, bytes.length - 4))
    expect(await refusal(folder)).toMatch(/^expected .+ for/)
  })
})

describe('numbers that are none', () => {
  /** What comes of the captioner with one of its tensors filled with a number. */
  const filled = async (name: string, odd: number): Promise<string> => {
    const stored = right(await openCheckpoint(path.join(TINY, WEIGHTS))()).tensors.get(name)!
    const bytes = Buffer.from(readFileSync(path.join(TINY, WEIGHTS)))
    for (let at = stored.offset; at < stored.offset + stored.length; at += 4) bytes.writeFloatLE(odd, at)
    const folder = changed({ [WEIGHTS]: bytes })
    const captioner = await loadBlip({ path: folder, env, threads: 1, maxNewTokens: 2 })()
    if (isLeft(captioner)) return showError(captioner.left).replace(folder, '')
    const answer = await captioner.right.caption(images.slice(0, 1))()
    await captioner.right[Symbol.asyncDispose]()
    return isLeft(answer) ? showError(answer.left).replace(folder, '') : `captions: ${captionsOf(answer).join()}`
  }
  const says = (name: string, odd: number): string =>
    `expected finite numbers in ${name} for \`/${WEIGHTS}\`, got ${odd}`

  it('NaN all over any tensor gives no caption, and its name', { timeout: 30_000 }, async () => {
    for (const name of all.keys()) expect(await filled(name, NaN)).toBe(says(name, NaN))
  })

  it.each([Infinity, -Infinity])('%s gives none, either', async (odd) => {
    for (const name of [WORDS, `${HEAD}.bias`, 'vision_model.encoder.layers.0.self_attn.qkv.weight'])
      expect(await filled(name, odd)).toBe(says(name, odd))
  })

  it('in a tensor that no graph reads are told when it is loaded', async () => {
    const name = 'text_decoder.bert.encoder.layer.1.crossattention.self.key.bias'
    const { shape, data } = all.get(name)!
    const folder = await reweighted({ [name]: { shape, data: data.map((value, i) => (i === 31 ? NaN : value)) } })
    expect(await refusal(folder)).toBe(`expected finite numbers in ${name} for \`/${WEIGHTS}\`, got NaN`)
  })

  it('that come of finite weights are told as they are', async () => {
    expect(await filled('vision_model.encoder.layers.0.mlp.fc1.weight', 3e38)).toBe(
      'recaption: expected a finite number for `value`, got NaN',
    )
  })
})

it('is not changed by being used', async () => {
  const folder = changed({})
  const before = readFileSync(path.join(folder, WEIGHTS))
  await captionsWith(folder)
  expect(readFileSync(path.join(folder, WEIGHTS)).equals(before)).toBe(true)
})
