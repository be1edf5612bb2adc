import type { WantedTensors } from '../checkpoint-weights.js'
import type { BlipConfig } from './blip-config.js'

type Named = readonly [name: string, shape: ReadonlyArray<number>]

/** Where the checkpoint keeps the parts of BLIP: the state_dict of transformers' BlipForConditionalGeneration. */
export const VISION = 'vision_model'
export const TEXT = 'text_decoder.bert'
export const HEAD = 'text_decoder.cls.predictions'
export const WORDS = `${TEXT}.embeddings.word_embeddings.weight`

const linear = (module: string, outputs: number, inputs: number): ReadonlyArray<Named> => [
  [`${module}.weight`, [outputs, inputs]],
  [`${module}.bias`, [outputs]],
]
const norm = (module: string, width: number): ReadonlyArray<Named> => [
  [`${module}.weight`, [width]],
  [`${module}.bias`, [width]],
]
const times = (layers: number, tensors: (layer: number) => ReadonlyArray<Named>): ReadonlyArray<Named> =>
  Array.from({ length: layers }, (_, layer) => tensors(layer)).flat()

/** The matrix that scores the words: as a rule their embeddings, and then a copy of it in the file is not looked at. */
export const scoringMatrix = ({ tied }: BlipConfig['text']): string => (tied ? WORDS : `${HEAD}.decoder.weight`)

/** Tokens of an image: its patches, and one for the whole. */
export const imageTokens = ({ imageSize, patchSize }: BlipConfig['vision']): number =>
  Math.floor(imageSize / patchSize) ** 2 + 1

/** The tensors of the vision encoder. */
export const visionTensors = ({ vision }: BlipConfig): WantedTensors => {
  const { hiddenSize: width, intermediateSize, patchSize, layers } = vision
  return new Map([
    [`${VISION}.embeddings.class_embedding`, [1, 1, width]],
    [`${VISION}.embeddings.position_embedding`, [1, imageTokens(vision), width]],
    [`${VISION}.embeddings.patch_embedding.weight`, [width, 3, patchSize, patchSize]],
    [`${VISION}.embeddings.patch_embedding.bias`, [width]],
    ...times(layers, (layer) => {
      const module = `${VISION}.encoder.layers.${layer}`
      return [
        ...linear(`${module}.self_attn.qkv`, 3 * width, width),
        ...linear(`${module}.self_attn.projection`, width, width),
        ...norm(`${module}.layer_norm1`, width),
        ...linear(`${module}.mlp.fc1`, intermediateSize, width),
        ...linear(`${module}.mlp.fc2`, width, intermediateSize),
        ...norm(`${module}.layer_norm2`, width),
      ]
    }),
    ...norm(`${VISION}.post_layernorm`, width),
  ])
}

/** Tensors that are there and that no graph reads: `imageAttention` says why. */
export const unreadTensors = ({ text }: BlipConfig): ReadonlyArray<string> =>
  Array.from({ length: text.layers }, (_, layer) => `${TEXT}.encoder.layer.${layer}.crossattention.self.key.bias`)

/** The tensors of the text decoder. */
export const textTensors = ({ text }: BlipConfig): WantedTensors => {
  const { hiddenSize: width, encoderHiddenSize, intermediateSize, layers, vocabularySize, maxPositions } = text
  const attention = (module: string, inputs: number): ReadonlyArray<Named> => [
    ...linear(`${module}.self.query`, width, width),
    ...linear(`${module}.self.key`, width, inputs),
    ...linear(`${module}.self.value`, width, inputs),
    ...linear(`${module}.output.dense`, width, width),
    ...norm(`${module}.output.LayerNorm`, width),
  ]
  return new Map([
    [WORDS, [vocabularySize, width]],
    [`${TEXT}.embeddings.position_embeddings.weight`, [maxPositions, width]],
    ...norm(`${TEXT}.embeddings.LayerNorm`, width),
    ...times(layers, (layer) => {
      const module = `${TEXT}.encoder.layer.${layer}`
      return [
        ...attention(`${module}.attention`, width),
        ...attention(`${module}.crossattention`, encoderHiddenSize),
        ...linear(`${module}.intermediate.dense`, intermediateSize, width),
        ...linear(`${module}.output.dense`, width, intermediateSize),
        ...norm(`${module}.output.LayerNorm`, width),
      ]
    }),
    ...linear(`${HEAD}.transform.dense`, width, width),
    ...norm(`${HEAD}.transform.LayerNorm`, width),
    [scoringMatrix(text), [vocabularySize, width]],
    [`${HEAD}.bias`, [vocabularySize]],
  ])
}

/** What a network of more layers would have. */
export const tensorsBeyond = ({ vision, text }: BlipConfig): ReadonlyArray<string> => [
  `${VISION}.encoder.layers.${vision.layers}.layer_norm1.weight`,
  `${TEXT}.encoder.layer.${text.layers}.output.dense.weight`,
]
