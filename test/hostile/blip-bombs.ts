import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BlipConfig } from '../../src/adapters/onnx/blip/blip-config.js'
import { BASE } from '../../src/adapters/onnx/blip/made-up-model.js'
import { textTensors, visionTensors } from '../../src/adapters/onnx/blip/tensors.js'
import { cStrides } from '../../src/models/checkpoint/layout.js'
import { floats, safetensorsOf, type TensorFile, zipOf } from '../unit/models/checkpoint/torch-files.js'

/** The tiny captioner kept with the goldens: all but the weights of a hostile one. */
export const TINY = fileURLToPath(new URL('../golden/blip/tiny-a', import.meta.url))

/** Fields of `config.json`, by half. */
interface Claims {
  readonly vision?: Readonly<Record<string, number>>
  readonly text?: Readonly<Record<string, number>>
}

/** A captioner whose files say that it is larger than it is. */
export interface BlipBomb {
  readonly what: string
  readonly claims: Claims
  readonly weights: { readonly name: 'model.safetensors' | 'pytorch_model.bin'; readonly bytes: () => Uint8Array }
  /** What the error says. */
  readonly says: RegExp
}

const safetensors = (bytes: () => Uint8Array): BlipBomb['weights'] => ({ name: 'model.safetensors', bytes })
const torch = (tensors: () => ReadonlyArray<TensorFile>): BlipBomb['weights'] => ({
  name: 'pytorch_model.bin',
  bytes: () => zipOf(tensors()),
})

/** As many layers as BLIP-large has, twice as wide inside. */
const LARGE = { hidden_size: 1024, num_hidden_layers: 24, num_attention_heads: 16, intermediate_size: 4096 }
const SIZES = { hiddenSize: 1024, layers: 24, heads: 16, intermediateSize: 4096 }
const large: BlipConfig = {
  vision: { ...BASE.vision, ...SIZES, imageSize: 64 },
  text: { ...BASE.text, ...SIZES, vocabularySize: 609, maxPositions: 64, encoderHiddenSize: 1024 },
}

/** The tensors of a network of two gigabytes on one storage of 16 megabytes, each as its shape and these strides. */
const onOneStorage = (strides: (shape: ReadonlyArray<number>) => ReadonlyArray<number>): ReadonlyArray<TensorFile> => {
  const storage = floats('0', new Float32Array(4096 * 1024).fill(0.01))
  return [...visionTensors(large), ...textTensors(large)].map(([name, shape]) => ({
    name,
    storage,
    shape,
    strides: strides(shape),
  }))
}

const WORDS = 'text_decoder.bert.embeddings.word_embeddings.weight'
const CLASS = 'vision_model.embeddings.class_embedding'
const VAST = { vocab_size: 2 ** 24, hidden_size: 2 ** 20, num_attention_heads: 1 }

const entry = (shape: ReadonlyArray<number>, from: number, to: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
})

export const blipBombs: ReadonlyArray<BlipBomb> = [
  {
    what: 'a header of 2^50 bytes',
    claims: {},
    weights: safetensors(() => safetensorsOf({}, new Uint8Array(16), 2 ** 50)),
    says: /at most 100000000/,
  },
  {
    what: 'a header of all that may be, in a small file',
    claims: {},
    weights: safetensors(() => safetensorsOf({}, new Uint8Array(16), 100_000_000)),
    says: /before byte 100000008/,
  },
  {
    what: 'words of 2^46 bytes, as the configuration has them',
    claims: { text: VAST },
    weights: safetensors(() => safetensorsOf({ [WORDS]: entry([2 ** 24, 2 ** 20], 0, 2 ** 46) }, new Uint8Array(64))),
    says: /cut off/,
  },
  {
    what: 'a tensor of 2^50 bytes',
    claims: {},
    weights: safetensors(() => safetensorsOf({ [CLASS]: entry([2 ** 48], 0, 2 ** 50) }, new Uint8Array(64))),
    says: /cut off/,
  },
  {
    what: 'more layers than there are, of sizes that no file has',
    claims: {
      vision: { hidden_size: 2 ** 20, num_attention_heads: 1, num_hidden_layers: 1024, intermediate_size: 2 ** 20 },
      text: { ...VAST, num_hidden_layers: 1024, intermediate_size: 2 ** 20, max_position_embeddings: 2 ** 20 },
    },
    weights: safetensors(() => readFileSync(path.join(TINY, 'model.safetensors'))),
    says: /class_embedding \[1, 1, 1048576\] of BLIP.*got float32 \[1, 1, 32\]/,
  },
  {
    what: 'one number repeated as the words of 2^44 numbers',
    claims: { text: VAST },
    weights: torch(() => [{ name: WORDS, storage: floats('0', [1]), shape: [2 ** 24, 2 ** 20], strides: [0, 0] }]),
    says: /no larger than its file/,
  },
  {
    what: 'a storage that says it has 2^40 numbers',
    claims: {},
    weights: torch(() => [
      { name: WORDS, storage: { ...floats('0', [1]), count: 2 ** 40 }, shape: [609, 32], strides: [32, 1] },
    ]),
    says: /4398046511104 bytes/,
  },
  {
    what: 'all tensors in the same bytes',
    claims: { vision: LARGE, text: LARGE },
    weights: torch(() => onOneStorage(cStrides)),
    says: /tensors of at most \d+ bytes together, twice what the file has/,
  },
  {
    what: 'all tensors in the same bytes, turned',
    claims: { vision: LARGE, text: LARGE },
    weights: torch(() => onOneStorage((shape) => [...cStrides([...shape].reverse())].reverse())),
    says: /tensors of at most \d+ bytes together, twice what the file has/,
  },
  {
    what: 'all tensors one number, repeated',
    claims: { vision: LARGE, text: LARGE },
    weights: torch(() => onOneStorage((shape) => shape.map(() => 0))),
    says: /tensors of at most \d+ bytes together, twice what the file has/,
  },
]

/** Writes a bomb as a model's folder. */
export const writeBomb = ({ claims, weights }: BlipBomb, folder: string): void => {
  mkdirSync(folder)
  cpSync(TINY, folder, { recursive: true, filter: (file) => !file.endsWith('model.safetensors') })
  const config = JSON.parse(readFileSync(path.join(TINY, 'config.json'), 'utf8')) as Record<string, object>
  const vision_config = { ...config['vision_config'], ...claims.vision }
  const text_config = { ...config['text_config'], ...claims.text }
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ ...config, vision_config, text_config }))
  writeFileSync(path.join(folder, weights.name), weights.bytes())
}
