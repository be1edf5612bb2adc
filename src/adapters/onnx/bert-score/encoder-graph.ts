import { GraphWriter } from '../graph.js'
import { postNormLayer } from '../transformer/encoder-layer.js'
import { layerNorm, type LayerWriter, reshape } from '../transformer/layers.js'
import type { EncoderConfig } from './encoder-config.js'
import { FIRST_NORM, layerNames, POSITIONS, TYPES, WORDS } from './tensors.js'

/** Names of what goes in and comes out. */
export const IDS = 'input_ids'
export const PLACES = 'position_ids'
export const MASK = 'attention_mask'
export const STATES = 'hidden_state'

/** The number of int32 in the ONNX format. */
const INT32 = 6

/**
 * Writes an encoder of BERT's family (Devlin et al. 2019; Liu et al. 2019) up to a layer: tokens [texts, tokens] to states [texts, tokens, width].
 * 0 layers are the embeddings. Layers after that are not in the graph.
 */
export const writeEncoderGraph = (
  config: EncoderConfig,
  count: number,
  layersOn: (graph: GraphWriter) => LayerWriter,
): GraphWriter => {
  const { hiddenSize: width, heads, hiddenAct: activation, layerNormEps: epsilon } = config
  const graph = new GraphWriter('encoder')
  const layers = layersOn(graph)
  const [ids, places, mask] = [IDS, PLACES, MASK].map((name) => graph.input(name, 'int64', ['texts', 'tokens'])) as [
    ReturnType<typeof graph.input>,
    ReturnType<typeof graph.input>,
    ReturnType<typeof graph.input>,
  ]
  const words = graph.node('Gather', 'words', [layers.tensor(WORDS), ids])
  const positions = graph.node('Gather', 'positions', [layers.tensor(POSITIONS), places])
  // All texts are of the first kind.
  const first = graph.constant('type.place', 'int64', [], BigInt64Array.of(0n))
  const type = graph.node('Gather', 'type', [layers.tensor(TYPES), first])
  const placed = graph.node('Add', 'embeddings.placed', [words, positions])
  const embedded = graph.node('Add', 'embeddings', [placed, type])
  const shape = graph.node('Shape', 'texts.shape', [words])
  let rows = layerNorm(
    layers,
    'first.norm',
    FIRST_NORM,
    epsilon,
    reshape(graph, 'embeddings.rows', embedded, [-1, width]),
  )
  const padding = graph.node('Cast', 'padding', [mask], { to: INT32 })
  const form = { heads, width, shape, activation, epsilon, padding }
  for (let layer = 0; layer < count; layer++) {
    rows = postNormLayer(layers, `layer.${layer}`, layerNames(layer), form, rows)
  }
  graph.output(graph.node('Reshape', STATES, [rows, shape]), 'float32', ['texts', 'tokens', width])
  return graph
}
