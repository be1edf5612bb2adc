import { GraphWriter } from '../graph.js'
import { preNormLayer } from '../transformer/encoder-layer.js'
import { layerNorm, type LayerWriter, reshape } from '../transformer/layers.js'
import type { ClipConfig } from './clip-config.js'
import { layerNames, TEXT, TEXT_PROJECTION } from './tensors.js'

/** Names of what goes in and comes out. */
export const IDS = 'input_ids'
export const ENDS = 'end_rows'
export const TEXT_EMBEDDINGS = 'text_embeds'

/**
 * Writes the tower that reads: tokens [texts, tokens] to embeddings [texts, projection], of any length.
 *
 * A transformer with pre-normalisation whose tokens see none that come later, so that what fills up a text after its end changes nothing. The
 * state at the end stands for the text: `end_rows` has its row, counted through all texts (text * tokens + place).
 */
export const writeTextGraph = (
  { text, projectionSize }: ClipConfig,
  layersOn: (graph: GraphWriter) => LayerWriter,
): GraphWriter => {
  const { hiddenSize: width, layers: count, heads, hiddenAct: activation, layerNormEps: epsilon } = text
  const graph = new GraphWriter('clip-text')
  const layers = layersOn(graph)
  const ids = graph.input(IDS, 'int64', ['texts', 'tokens'])
  const ends = graph.input(ENDS, 'int64', ['texts'])
  const module = `${TEXT}.embeddings`
  const words = graph.node('Gather', 'words', [layers.tensor(`${module}.token_embedding.weight`), ids])
  const positions = graph.node('Slice', 'positions', [
    layers.tensor(`${module}.position_embedding.weight`),
    graph.constant('positions.from', 'int64', [1], BigInt64Array.of(0n)),
    graph.node('Shape', 'positions.to', [ids], { start: 1, end: 2 }),
  ])
  const shape = graph.node('Shape', 'texts.shape', [words])
  let rows = reshape(graph, 'embeddings.rows', graph.node('Add', 'embeddings', [words, positions]), [-1, width])
  const form = { heads, width, shape, activation, epsilon, causal: true }
  for (let layer = 0; layer < count; layer++) {
    rows = preNormLayer(layers, `layer.${layer}`, layerNames(TEXT, layer), form, rows)
  }
  const whole = graph.node('Gather', 'whole.state', [rows, ends])
  const last = layerNorm(layers, 'last.norm', `${TEXT}.final_layer_norm`, epsilon, whole)
  const embeddings = layers.linear(TEXT_EMBEDDINGS, { weight: TEXT_PROJECTION }, last)
  graph.output(embeddings, 'float32', ['texts', projectionSize])
  return graph
}
