import type { WantedTensors } from '../checkpoint-weights.js'
import type { EncoderLayerNames } from '../transformer/encoder-layer.js'
import { linearOf } from '../transformer/layers.js'
import { imageTokens, linearTensors, type NamedShape, normTensors, tensorsOfLayers } from '../transformer/tensors.js'
import type { ClipConfig } from './clip-config.js'
import type { TransformerSizes } from '../transformer/sizes.js'

/** Where the checkpoint keeps the parts of CLIP: the state_dict of transformers' CLIPModel. */
export const VISION = 'vision_model'
export const TEXT = 'text_model'
export const IMAGE_PROJECTION = 'visual_projection.weight'
export const TEXT_PROJECTION = 'text_projection.weight'

/** The name that the first normalisation of the vision tower was published under. */
export const FIRST_NORM = `${VISION}.pre_layrnorm`

const encoder = (
  tower: string,
  { hiddenSize: width, intermediateSize, layers }: TransformerSizes,
): ReadonlyArray<NamedShape> =>
  tensorsOfLayers(layers, (layer) => {
    const module = moduleOf(tower, layer)
    return [
      ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].flatMap((part) =>
        linearTensors(`${module}.self_attn.${part}`, width, width),
      ),
      ...normTensors(`${module}.layer_norm1`, width),
      ...linearTensors(`${module}.mlp.fc1`, intermediateSize, width),
      ...linearTensors(`${module}.mlp.fc2`, width, intermediateSize),
      ...normTensors(`${module}.layer_norm2`, width),
    ]
  })

const moduleOf = (tower: string, layer: number): string => `${tower}.encoder.layers.${layer}`

/** The tensors of one layer, by what they are to it. */
export const layerNames = (tower: string, layer: number): EncoderLayerNames => {
  const module = moduleOf(tower, layer)
  const attention = (part: string) => linearOf(`${module}.self_attn.${part}`)
  return {
    attention: {
      query: attention('q_proj'),
      key: attention('k_proj'),
      value: attention('v_proj'),
      output: attention('out_proj'),
    },
    attentionNorm: `${module}.layer_norm1`,
    feedForward: { inner: linearOf(`${module}.mlp.fc1`), output: linearOf(`${module}.mlp.fc2`) },
    feedForwardNorm: `${module}.layer_norm2`,
  }
}

/** The tensors of both towers. */
export const clipTensors = ({ vision, text, projectionSize }: ClipConfig): WantedTensors =>
  new Map([
    [`${VISION}.embeddings.class_embedding`, [vision.hiddenSize]],
    [`${VISION}.embeddings.patch_embedding.weight`, [vision.hiddenSize, 3, vision.patchSize, vision.patchSize]],
    [`${VISION}.embeddings.position_embedding.weight`, [imageTokens(vision), vision.hiddenSize]],
    ...normTensors(FIRST_NORM, vision.hiddenSize),
    ...encoder(VISION, vision),
    ...normTensors(`${VISION}.post_layernorm`, vision.hiddenSize),
    [IMAGE_PROJECTION, [projectionSize, vision.hiddenSize]],
    [`${TEXT}.embeddings.token_embedding.weight`, [text.vocabularySize, text.hiddenSize]],
    [`${TEXT}.embeddings.position_embedding.weight`, [text.maxPositions, text.hiddenSize]],
    ...encoder(TEXT, text),
    ...normTensors(`${TEXT}.final_layer_norm`, text.hiddenSize),
    [TEXT_PROJECTION, [projectionSize, text.hiddenSize]],
  ])

/** What a network of more layers would have. */
export const tensorsBeyond = ({ vision, text }: ClipConfig): ReadonlyArray<string> => [
  `${moduleOf(VISION, vision.layers)}.layer_norm1.weight`,
  `${moduleOf(TEXT, text.layers)}.layer_norm1.weight`,
]
