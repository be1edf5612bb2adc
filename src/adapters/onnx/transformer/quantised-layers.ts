import type { GraphWriter, Value } from '../graph.js'
import type { LayerWriter, LinearNames } from './layers.js'

/**
 * How a layer is computed in 8 bits.
 *
 * - `'channels'`: weights with a scale for each output channel, activations with one for all rows of a run (DynamicQuantizeMatMul): the
 *   fastest, where a run is one image.
 * - `'blocks'`: weights with a scale for each 128 inputs of an output channel, activations likewise, row by row (MatMulNBits): rows do not
 *   depend on one another, where a run holds several texts.
 */
export type QuantisedForm = 'channels' | 'blocks'

/** A linear layer that is kept in 8 bits, and its size. */
export interface QuantisedLayer extends LinearNames {
  readonly outputs: number
  readonly inputs: number
  readonly form: QuantisedForm
}

/** What a layer's tensors are called in a file of quantised weights. */
export const quantisedName = ({ weight, rows }: LinearNames): string =>
  rows === undefined ? weight : `${weight}.${rows.join('-')}`

/** Inputs that share a scale: what fits, of the sizes that the kernel has. */
export const blockSize = (inputs: number): number => [128, 64, 32].find((size) => inputs >= size) ?? 16

/** Finds the linear layers of a graph, by writing it: nothing else knows them all. */
export const linearLayersOf = (
  write: (layersOn: (graph: GraphWriter) => LayerWriter) => void,
): ReadonlyArray<LinearNames> => {
  const found = new Map<string, LinearNames>()
  write((graph) => {
    const tensor: LayerWriter['tensor'] = (name, view = { name }) =>
      graph.once(view.name, () => graph.constant(view.name, 'float32', [0], new Float32Array(0)))
    return {
      graph,
      tensor,
      linear: (name, layer, input) => {
        found.set(quantisedName(layer), layer)
        return graph.node('Identity', name, [input])
      },
    }
  })
  return [...found.values()]
}

/** Layers in 8 bits, all else in float32 on the checkpoint's tensors. */
export const quantisedLayers = (
  graph: GraphWriter,
  tensor: LayerWriter['tensor'],
  quantised: (name: string) => Value,
  layers: ReadonlyMap<string, QuantisedLayer>,
): LayerWriter => ({
  graph,
  tensor,
  linear: (name, names, input) => {
    const { bias, rows } = names
    const key = quantisedName(names)
    // Every layer of the graph was found by writing it.
    const { form, inputs, outputs } = layers.get(key) as QuantisedLayer
    const [values, scales] = [quantised(`${key}.values`), quantised(`${key}.scales`)]
    const added =
      bias === undefined
        ? undefined
        : tensor(bias, rows === undefined ? undefined : { name: `${bias}.${rows.join('-')}`, rows })
    if (form === 'channels')
      return graph.contrib('DynamicQuantizeMatMul', [name], [input, values, scales, undefined, added])[0]
    return graph.contrib('MatMulNBits', [name], [input, values, scales, undefined, undefined, added], {
      K: inputs,
      N: outputs,
      bits: 8,
      block_size: blockSize(inputs),
      accuracy_level: INT8_ARITHMETIC,
    })[0]
  },
})

/** The operator's name for products of integers. */
const INT8_ARITHMETIC = 4
