import type { GraphWriter, Value } from '../graph.js'
import { floatLayers, type LayerWriter, type LinearNames } from './layers.js'

/**
 * What of a layer's input is kept, where its weights have 8 bits.
 *
 * - `'coarse'`: 8 bits, with one scale for the run. What a row becomes depends on the others of its run: for runs of one image.
 * - `'fine'`: 8 bits with a scale of the row's own, and 8 bits of what they leave over: no row depends on another, and the weights' rounding
 *   is all that is left, at twice the products.
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
  const known = new Map<Value, Rounded>()
  const roundedOf = (input: Value, kept: Activations): Rounded => {
    const made = known.get(input) ?? (kept === 'coarse' ? round(graph, input) : roundRows(graph, input))
    known.set(input, made)
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
      const { bytes, ofRows } = roundedOf(input, kept)
      const product = (part: string, { values: q, scale, zero }: Bytes, plus?: Value): Value =>
        graph.contrib('MatMulIntegerToFloat', [part], [q, values, scale, scales, zero, undefined, plus])[0]
      const [first, second] = bytes
      if (second === undefined || ofRows === undefined) return product(name, first, added)
      const sum = graph.node('Add', `${name}.parts`, [
        product(`${name}.first`, first),
        product(`${name}.second`, second),
      ])
      if (added === undefined) return graph.node('Mul', name, [sum, ofRows])
      return graph.node('Add', name, [graph.node('Mul', `${name}.rows`, [sum, ofRows]), added])
    },
  }
}

/** Numbers as unsigned bytes: number = scale * (byte - zero). */
interface Bytes {
  readonly values: Value
  readonly scale: Value
  readonly zero: Value
}

/** An input as the sum of one or two numbers in bytes, times what each row was divided by. */
interface Rounded {
  readonly bytes: readonly [Bytes, Bytes?]
  readonly ofRows?: Value
}

const round = (graph: GraphWriter, input: Value): Rounded => {
  const names = ['bytes', 'scale', 'zero'].map((part) => `${input}.${part}`) as [string, string, string]
  const [values, scale, zero] = graph.nodes('DynamicQuantizeLinear', names, [input])
  return { bytes: [{ values, scale, zero }] }
}

/** What stands for 0 among unsigned bytes, and the steps from there to the largest number. */
const MIDDLE = 128
const STEPS = 127

/** Rows of zeros are divided by some number, too. */
const SMALLEST_PEAK = 1e-30

/**
 * Each row over its largest number, in [-1, 1]; the nearest of 255 steps; and what that leaves over, at most half a step, in 255 steps of its own.
 * All scales are fixed: of a row nothing but itself is looked at.
 */
const roundRows = (graph: GraphWriter, input: Value): Rounded => {
  const number = (name: string, value: number): Value =>
    graph.once(name, () => graph.constant(name, 'float32', [], Float32Array.of(value)))
  const zero = graph.once('rows.zero', () => graph.constant('rows.zero', 'uint8', [], Uint8Array.of(MIDDLE)))
  const steps = number('rows.step', 1 / STEPS)
  const restSteps = number('rows.rest.step', 1 / (2 * STEPS * STEPS))
  const sizes = graph.node('Abs', `${input}.sizes`, [input])
  const largest = graph.node('ReduceMax', `${input}.largest`, [sizes], { axes: [-1], keepdims: 1 })
  const peaks = graph.node('Max', `${input}.peaks`, [largest, number('rows.smallest', SMALLEST_PEAK)])
  const unit = graph.node('Div', `${input}.unit`, [input, peaks])
  const first = graph.node('QuantizeLinear', `${input}.first`, [unit, steps, zero])
  const real = graph.node('DequantizeLinear', `${input}.rounded`, [first, steps, zero])
  const rest = graph.node('Sub', `${input}.rest`, [unit, real])
  const second = graph.node('QuantizeLinear', `${input}.second`, [rest, restSteps, zero])
  return {
    bytes: [
      { values: first, scale: steps, zero },
      { values: second, scale: restSteps, zero },
    ],
    ofRows: peaks,
  }
}
