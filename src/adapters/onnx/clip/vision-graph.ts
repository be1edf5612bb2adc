import { GraphWriter, type Value } from '../graph.js'
import { preNormLayer } from '../transformer/encoder-layer.js'
import { layerNorm, type LayerWriter, reshape } from '../transformer/layers.js'
import type { ClipConfig } from './clip-config.js'
import { imageTokens } from '../transformer/tensors.js'
import { FIRST_NORM, IMAGE_PROJECTION, layerNames, VISION } from './tensors.js'

/** Names of what goes in and comes out. */
export const PIXELS = 'pixel_values'
export const IMAGE_EMBEDDINGS = 'image_embeds'

/**
 * Writes the tower that sees: pixel values [n, 3, size, size] to embeddings [n, projection], of any length.
 *
 * A vision transformer (Dosovitskiy et al. 2021) with pre-normalisation and one more normalisation before its layers: patches without a bias, a
 * token for the whole, position embeddings; the state of that token, normalised and projected, is the embedding.
 */
export const writeVisionGraph = (
  { vision, projectionSize }: ClipConfig,
  layersOn: (graph: GraphWriter) => LayerWriter,
): GraphWriter => {
  const { hiddenSize: width, layers: count, heads, imageSize, hiddenAct: activation, layerNormEps: epsilon } = vision
  const graph = new GraphWriter('clip-vision')
  const layers = layersOn(graph)
  const tokens = imageTokens(vision)
  const pixels = graph.input(PIXELS, 'float32', ['images', 3, imageSize, imageSize])
  const embedded = reshape(graph, 'embeddings.rows', writeEmbeddings(layers, pixels, vision), [-1, width])
  let rows = layerNorm(layers, 'first.norm', FIRST_NORM, epsilon, embedded)
  const shape = graph.constant('tokens.shape', 'int64', [3], BigInt64Array.of(-1n, BigInt(tokens), BigInt(width)))
  const form = { heads, width, shape, activation, epsilon }
  for (let layer = 0; layer < count; layer++) {
    rows = preNormLayer(layers, `layer.${layer}`, layerNames(VISION, layer), form, rows)
  }
  const first = graph.constant('whole.place', 'int64', [], BigInt64Array.of(0n))
  const whole = graph.node('Gather', 'whole.state', [graph.node('Reshape', 'states', [rows, shape]), first], {
    axis: 1,
  })
  const last = layerNorm(layers, 'last.norm', `${VISION}.post_layernorm`, epsilon, whole)
  const embeddings = layers.linear(IMAGE_EMBEDDINGS, { weight: IMAGE_PROJECTION }, last)
  graph.output(embeddings, 'float32', ['images', projectionSize])
  return graph
}

/** [n, tokens, width]: the token for the whole, then the patches, each with its position's embedding. */
const writeEmbeddings = (
  { graph, tensor }: LayerWriter,
  pixels: Value,
  { hiddenSize: width, patchSize }: ClipConfig['vision'],
): Value => {
  const module = `${VISION}.embeddings`
  const kernel = { kernel_shape: [patchSize, patchSize], strides: [patchSize, patchSize] }
  const patches = graph.node('Conv', 'patches', [pixels, tensor(`${module}.patch_embedding.weight`)], kernel)
  const rows = graph.node('Transpose', 'patches.rows', [reshape(graph, 'patches.flat', patches, [0, width, -1])], {
    perm: [0, 2, 1],
  })
  const whole = tensor(`${module}.class_embedding`, { name: 'whole.embedding', shape: [1, 1, width] })
  const first = graph.node('Expand', 'whole', [whole, onePerImage(graph, pixels)])
  const all = graph.node('Concat', 'tokens', [first, rows], { axis: 1 })
  return graph.node('Add', 'embeddings', [all, tensor(`${module}.position_embedding.weight`)])
}

/** The shape [images, 1, 1]. */
const onePerImage = (graph: GraphWriter, pixels: Value): Value => {
  const images = graph.node('Shape', 'images', [pixels], { start: 0, end: 1 })
  const ones = graph.constant('ones', 'int64', [2], BigInt64Array.of(1n, 1n))
  return graph.node('Concat', 'whole.shape', [images, ones], { axis: 0 })
}
