import type { GraphWriter, Value } from '../graph.js'
import { floatLayers, type LayerWriter, type LinearNames } from './layers.js'

/**
 * What of a layer's input is kept, where its weights have 8 bits.
 *
 * - `'coarse'`: 8 bits, with one scale for the run. What a row becomes depends on the others of its run: for runs of one image.
 * - `'fine'`: 8 bits, and 8 bits of what they leave over: the weights' rounding is all that is left, at twice the products.
 */
export type Activations = 'coarse' | 'fine'

/** A linear layer that is kept in 8 bits, and its size. */
export interface QuantisedLayer extends LinearNames {
  readonly outputs: number
  readonly inputs: number
}

/** What a layer's tensors are called in a file of quantised weights. */
export const quantisedName = ({ weight, rows }: LinearNames): string =>
  rows === undefined ? weight : `${weight}.${rows.join('-')}`

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

/** Where the parts of a graph in 8 bits come from. */
export interface QuantisedParts {
  /** A tensor of the file of quantised weights. */
  readonly quantised: (name: string) => Value
  /** How a layer is computed; nothing: in float32, as the checkpoint has it. */
  readonly activations: (layer: LinearNames) => Activations | undefined
}

/** Layers in 8 bits, all else in float32 on the checkpoint's tensors. */
export const quantisedLayers = (
  graph: GraphWriter,
  tensor: LayerWriter['tensor'],
  { quantised, activations }: QuantisedParts,
): LayerWriter => {
  const floats = floatLayers(graph, tensor)
  /** Queries, keys and values have one input: it is rounded once. */
  const rounded = new Map<Value, ReadonlyArray<Rounded>>()
  const roundedOf = (input: Value, kept: Activations): ReadonlyArray<Rounded> => {
    const known = rounded.get(input)
    if (known !== undefined) return known
    const made = kept === 'coarse' ? [round(graph, input)] : inTwoParts(graph, input)
    rounded.set(input, made)
    return made
  }
  return {
    graph,
    tensor,
    linear: (name, layer, input) => {
      const kept = activations(layer)
      if (kept === undefined) return floats.linear(name, layer, input)
      const { bias, rows } = layer
      const key = quantisedName(layer)
      const [values, scales] = [quantised(`${key}.values`), quantised(`${key}.scales`)]
      const view = rows === undefined || bias === undefined ? undefined : { name: `${bias}.${rows.join('-')}`, rows }
      const added = bias === undefined ? undefined : tensor(bias, view)
      const [first, second] = roundedOf(input, kept) as [Rounded, Rounded | undefined]
      const product = (part: string, { values: q, scale, zero }: Rounded, plus?: Value): Value =>
        graph.contrib('MatMulIntegerToFloat', [part], [q, values, scale, scales, zero, undefined, plus])[0]
      if (second === undefined) return product(name, first, added)
      return graph.node('Add', name, [product(`${name}.first`, first, added), product(`${name}.second`, second)])
    },
  }
}

/** Numbers as unsigned bytes: number = scale * (byte - zero). */
interface Rounded {
  readonly values: Value
  readonly scale: Value
  readonly zero: Value
}

const round = (graph: GraphWriter, input: Value): Rounded => {
  const names = ['bytes', 'scale', 'zero'].map((part) => `${input}.${part}`) as [string, string, string]
  const [values, scale, zero] = graph.nodes('DynamicQuantizeLinear', names, [input])
  return { values, scale, zero }
}

/** The bytes of an input, and those of what they leave over: together about 16 bits of the largest of its numbers. */
const inTwoParts = (graph: GraphWriter, input: Value): ReadonlyArray<Rounded> => {
  const first = round(graph, input)
  const real = graph.node('DequantizeLinear', `${input}.rounded`, [first.values, first.scale, first.zero])
  return [first, round(graph, graph.node('Sub', `${input}.rest`, [input, real]))]
}
