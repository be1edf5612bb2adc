import type { WantedTensors } from '../checkpoint-weights.js'
import { imageTokens, linearTensors, type NamedShape, normTensors, tensorsOfLayers } from '../transformer/tensors.js'
import type { BlipConfig } from './blip-config.js'

/** Where the checkpoint keeps the parts of BLIP: the state_dict of transformers' BlipForConditionalGeneration. */
export const VISION = 'vision_model'
export const TEXT = 'text_decoder.bert'
export const HEAD = 'text_decoder.cls.predictions'
export const WORDS = `${TEXT}.embeddings.word_embeddings.weight`

/** The matrix that scores the words: as a rule their embeddings, and then a copy of it in the file is not looked at. */
export const scoringMatrix = ({ tied }: BlipConfig['text']): string => (tied ? WORDS : `${HEAD}.decoder.weight`)

/** The tensors of the vision encoder. */
export const visionTensors = ({ vision }: BlipConfig): WantedTensors => {
  const { hiddenSize: width, intermediateSize, patchSize, layers } = vision
  return new Map([
    [`${VISION}.embeddings.class_embedding`, [1, 1, width]],
    [`${VISION}.embeddings.position_embedding`, [1, imageTokens(vision), width]],
    [`${VISION}.embeddings.patch_embedding.weight`, [width, 3, patchSize, patchSize]],
    [`${VISION}.embeddings.patch_embedding.bias`, [width]],
    ...tensorsOfLayers(layers, (layer) => {
      const module = `${VISION}.encoder.layers.${layer}`
      return [
        ...linearTensors(`${module}.self_attn.qkv`, 3 * width, width),
        ...linearTensors(`${module}.self_attn.projection`, width, width),
        ...normTensors(`${module}.layer_norm1`, width),
        ...linearTensors(`${module}.mlp.fc1`, intermediateSize, width),
        ...linearTensors(`${module}.mlp.fc2`, width, intermediateSize),
        ...normTensors(`${module}.layer_norm2`, width),
      ]
    }),
    ...normTensors(`${VISION}.post_layernorm`, width),
  ])
}

/** Tensors that are there and that no graph reads: `imageAttention` says why. */
export const unreadTensors = ({ text }: BlipConfig): ReadonlyArray<string> =>
  Array.from({ length: text.layers }, (_, layer) => `${TEXT}.encoder.layer.${layer}.crossattention.self.key.bias`)

/** The tensors of the text decoder. */
export const textTensors = ({ text }: BlipConfig): WantedTensors => {
  const { hiddenSize: width, encoderHiddenSize, intermediateSize, layers, vocabularySize, maxPositions } = text
  const attention = (module: string, inputs: number): ReadonlyArray<NamedShape> => [
    ...linearTensors(`${module}.self.query`, width, width),
    ...linearTensors(`${module}.self.key`, width, inputs),
    ...linearTensors(`${module}.self.value`, width, inputs),
    ...linearTensors(`${module}.output.dense`, width, width),
    ...normTensors(`${module}.output.LayerNorm`, width),
  ]
  return new Map([
    [WORDS, [vocabularySize, width]],
    [`${TEXT}.embeddings.position_embeddings.weight`, [maxPositions, width]],
    ...normTensors(`${TEXT}.embeddings.LayerNorm`, width),
    ...tensorsOfLayers(layers, (layer) => {
      const module = `${TEXT}.encoder.layer.${layer}`
      return [
        ...attention(`${module}.attention`, width),
        ...attention(`${module}.crossattention`, encoderHiddenSize),
        ...linearTensors(`${module}.intermediate.dense`, intermediateSize, width),
        ...linearTensors(`${module}.output.dense`, width, intermediateSize),
        ...normTensors(`${module}.output.LayerNorm`, width),
      ]
    }),
    ...linearTensors(`${HEAD}.transform.dense`, width, width),
    ...normTensors(`${HEAD}.transform.LayerNorm`, width),
    [scoringMatrix(text), [vocabularySize, width]],
    [`${HEAD}.bias`, [vocabularySize]],
  ])
}

/** What a network of more layers would have. */
export const tensorsBeyond = ({ vision, text }: BlipConfig): ReadonlyArray<string> => [
  `${VISION}.encoder.layers.${vision.layers}.layer_norm1.weight`,
  `${TEXT}.encoder.layer.${text.layers}.output.dense.weight`,
]
