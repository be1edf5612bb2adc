import { GraphWriter, type Value } from '../graph.js'
import { type EncoderLayerNames, preNormLayer } from '../transformer/encoder-layer.js'
import { layerNorm, type LayerWriter, linearOf, reshape } from '../transformer/layers.js'
import type { BlipConfig } from './blip-config.js'
import { imageTokens } from '../transformer/tensors.js'
import { VISION } from './tensors.js'

/** Names of what goes in and comes out. */
export const PIXELS = 'pixel_values'
export const STATES = 'encoder_hidden_states'

/**
 * Writes BLIP's vision encoder: pixel values [n, 3, size, size] to the states of an image's tokens, [n, tokens, width].
 *
 * A vision transformer (Dosovitskiy et al. 2021) with pre-normalisation: patches, a token for the whole, position embeddings, layers of
 * attention and feed-forward, a last normalisation of all tokens.
 */
export const writeVisionGraph = (
  config: BlipConfig['vision'],
  layersOn: (graph: GraphWriter) => LayerWriter,
): GraphWriter => {
  const { hiddenSize: width, layers: count, heads, imageSize, hiddenAct, layerNormEps } = config
  const graph = new GraphWriter('blip-vision')
  const layers = layersOn(graph)
  const tokens = imageTokens(config)
  const pixels = graph.input(PIXELS, 'float32', ['images', 3, imageSize, imageSize])
  let rows = reshape(graph, 'embeddings.rows', writeEmbeddings(layers, pixels, config), [-1, width])
  const shape = graph.constant('tokens.shape', 'int64', [3], BigInt64Array.of(-1n, BigInt(tokens), BigInt(width)))
  const form = { heads, width, shape, activation: hiddenAct, epsilon: layerNormEps }
  for (let layer = 0; layer < count; layer++) {
    rows = preNormLayer(layers, `layer.${layer}`, namesOf(`${VISION}.encoder.layers.${layer}`, width), form, rows)
  }
  const last = layerNorm(layers, 'last.norm', `${VISION}.post_layernorm`, layerNormEps, rows)
  const states = graph.node('Reshape', STATES, [last, shape])
  graph.output(states, 'float32', ['images', tokens, width])
  return graph
}

/** [n, tokens, width]: the token for the whole, then the patches, each with its position's embedding. */
const writeEmbeddings = (
  { graph, tensor }: LayerWriter,
  pixels: Value,
  { hiddenSize: width, patchSize }: BlipConfig['vision'],
): Value => {
  const module = `${VISION}.embeddings`
  const kernel = { kernel_shape: [patchSize, patchSize], strides: [patchSize, patchSize] }
  const weights = [tensor(`${module}.patch_embedding.weight`), tensor(`${module}.patch_embedding.bias`)]
  const patches = graph.node('Conv', 'patches', [pixels, ...weights], kernel)
  const rows = graph.node('Transpose', 'patches.rows', [reshape(graph, 'patches.flat', patches, [0, width, -1])], {
    perm: [0, 2, 1],
  })
  const whole = tensor(`${module}.class_embedding`)
  const first = graph.node('Expand', 'whole', [whole, onePerImage(graph, pixels)])
  const all = graph.node('Concat', 'tokens', [first, rows], { axis: 1 })
  return graph.node('Add', 'embeddings', [all, tensor(`${module}.position_embedding`)])
}

/** The shape [images, 1, 1]. */
const onePerImage = (graph: GraphWriter, pixels: Value): Value => {
  const images = graph.node('Shape', 'images', [pixels], { start: 0, end: 1 })
  const ones = graph.constant('ones', 'int64', [2], BigInt64Array.of(1n, 1n))
  return graph.node('Concat', 'whole.shape', [images, ones], { axis: 0 })
}

/** Queries, keys and values lie in one tensor, in this order. */
const namesOf = (module: string, width: number): EncoderLayerNames => {
  const part = (k: number) => linearOf(`${module}.self_attn.qkv`, [k * width, (k + 1) * width])
  return {
    attention: { query: part(0), key: part(1), value: part(2), output: linearOf(`${module}.self_attn.projection`) },
    attentionNorm: `${module}.layer_norm1`,
    feedForward: { inner: linearOf(`${module}.mlp.fc1`), output: linearOf(`${module}.mlp.fc2`) },
    feedForwardNorm: `${module}.layer_norm2`,
  }
}
