import { GraphWriter, type Value } from '../graph.js'
import { activate } from '../transformer/activation.js'
import { cachedAttention, type KeysAndValues } from '../transformer/attention.js'
import { addAndNorm } from '../transformer/encoder-layer.js'
import { feedForward } from '../transformer/feed-forward.js'
import { layerNorm, type LayerWriter, linearOf, reshape } from '../transformer/layers.js'
import type { BlipConfig } from './blip-config.js'
import { HEAD, scoringMatrix, TEXT, WORDS } from './tensors.js'
import { type ImageStates, imageAttention } from './image-attention.js'
import { STATES } from './vision-graph.js'

/** Names of what goes in and comes out beside the states of images. */
export const IDS = 'input_ids'
export const POSITIONS = 'position_ids'
export const LOGITS = 'logits'
export const pastNames = (layer: number) => [`past_key.${layer}`, `past_value.${layer}`] as const
export const presentNames = (layer: number) => [`present_key.${layer}`, `present_value.${layer}`] as const

/**
 * Writes one step of BLIP's text decoder: new tokens [rows, t], their positions [t], keys and values of the tokens before, and the states of
 * images, to logits of the next token [rows, vocabulary] and the keys and values of all tokens. Rows about an image stand together,
 * equally many for each.
 *
 * BERT with post-normalisation (Devlin et al. 2019), causal, with an attention to the image in each layer; the head's matrix is the word
 * embeddings (Li et al. 2022).
 */
export const writeDecoderGraph = (
  { text, vision }: BlipConfig,
  layersOn: (graph: GraphWriter) => LayerWriter,
  imageTokens: number,
): GraphWriter => {
  const { hiddenSize: width, encoderHiddenSize, layers: count, heads, hiddenAct, layerNormEps, vocabularySize } = text
  const graph = new GraphWriter('blip-decoder')
  const layers = layersOn(graph)
  const ids = graph.input(IDS, 'int64', ['rows', 'tokens'])
  const positions = graph.input(POSITIONS, 'int64', ['tokens'])
  const states = graph.input(STATES, 'float32', ['images', imageTokens, vision.hiddenSize])
  const images: ImageStates = {
    states,
    width: encoderHiddenSize,
    count: graph.node('Shape', 'images.count', [states], { start: 0, end: 1 }),
  }
  const embedded = writeEmbeddings(layers, ids, positions, layerNormEps)
  const shape = graph.node('Shape', 'texts.shape', [embedded])
  const form = { heads, width, shape, causal: true }
  let rows = reshape(graph, 'embeddings.rows', embedded, [-1, width])
  for (let layer = 0; layer < count; layer++) {
    const [name, module] = [`layer.${layer}`, `${TEXT}.encoder.layer.${layer}`]
    const past = pastNames(layer).map((one) =>
      graph.input(one, 'float32', ['rows', heads, 'past', width / heads]),
    ) as unknown as KeysAndValues
    const attention = attentionNames(`${module}.attention`)
    const { output, present } = cachedAttention(
      layers,
      `${name}.attention`,
      attention,
      form,
      rows,
      past,
      presentNames(layer),
    )
    for (const one of present) graph.output(one, 'float32', ['rows', heads, 'all', width / heads])
    const normOf = (part: string): string => `${module}.${part}.LayerNorm`
    rows = addAndNorm(layers, `${name}.attention`, normOf('attention.output'), layerNormEps, rows, output)
    const seen = imageAttention(layers, `${name}.image`, `${module}.crossattention`, { heads, width }, rows, images)
    rows = addAndNorm(layers, `${name}.image`, normOf('crossattention.output'), layerNormEps, rows, seen)
    const names = { inner: linearOf(`${module}.intermediate.dense`), output: linearOf(`${module}.output.dense`) }
    const fed = feedForward(layers, `${name}.forward`, names, hiddenAct, rows)
    rows = addAndNorm(layers, `${name}.forward`, normOf('output'), layerNormEps, rows, fed)
  }
  const last = lastTokens(graph, rows, shape)
  const hidden = activate(
    graph,
    hiddenAct,
    'head.activation',
    layers.linear('head.dense', linearOf(`${HEAD}.transform.dense`), last),
  )
  const normed = layerNorm(layers, 'head.norm', `${HEAD}.transform.LayerNorm`, layerNormEps, hidden)
  graph.output(layers.linear(LOGITS, { weight: scoringMatrix(text), bias: `${HEAD}.bias` }, normed), 'float32', [
    'rows',
    vocabularySize,
  ])
  return graph
}

/** [rows, tokens, width]. */
const writeEmbeddings = (layers: LayerWriter, ids: Value, positions: Value, epsilon: number): Value => {
  const { graph, tensor } = layers
  const words = graph.node('Gather', 'words', [tensor(WORDS), ids])
  const places = graph.node('Gather', 'places', [tensor(`${TEXT}.embeddings.position_embeddings.weight`), positions])
  const sum = graph.node('Add', 'embeddings.sum', [words, places])
  return layerNorm(layers, 'embeddings', `${TEXT}.embeddings.LayerNorm`, epsilon, sum)
}

/** Of rows [texts * tokens, width] the last one of each text: the others' logits are not asked for. */
const lastTokens = (graph: GraphWriter, rows: Value, shape: Value): Value => {
  const texts = graph.node('Reshape', 'last.texts', [rows, shape])
  const last = graph.constant('last.index', 'int64', [], BigInt64Array.of(-1n))
  return graph.node('Gather', 'last', [texts, last], { axis: 1 })
}

const attentionNames = (module: string) => ({
  query: linearOf(`${module}.self.query`),
  key: linearOf(`${module}.self.key`),
  value: linearOf(`${module}.self.value`),
  output: linearOf(`${module}.output.dense`),
})
