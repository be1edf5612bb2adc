import type { TensorView } from '../checkpoint-weights.js'
import type { GraphWriter, Value } from '../graph.js'

/** A linear layer of torch, y = x Wᵀ + b, by the names of its tensors: W is [outputs, inputs]. */
export interface LinearNames {
  readonly weight: string
  /** Default: a layer without. */
  readonly bias?: string
  /** Some of the outputs, where a checkpoint keeps several layers in one (the queries, keys and values of a `qkv`). */
  readonly rows?: readonly [from: number, to: number]
}

/** How a network's layers are computed in a graph: what differs between precisions. */
export interface LayerWriter {
  readonly graph: GraphWriter
  /** A tensor of the checkpoint. */
  readonly tensor: (name: string, view?: TensorView) => Value
  /** A linear layer of rows [n, inputs], as rows [n, outputs]; its value is called `name`. */
  readonly linear: (name: string, layer: LinearNames, input: Value) => Value
}

/** The layer that a module of torch keeps as `<module>.weight` and `<module>.bias`. */
export const linearOf = (module: string, rows?: LinearNames['rows']): LinearNames => ({
  weight: `${module}.weight`,
  bias: `${module}.bias`,
  ...(rows === undefined ? {} : { rows }),
})

/** Layers in float32, on a checkpoint's tensors as they are: Gemm reads W by rows, so that nothing is transposed or copied. */
export const floatLayers = (graph: GraphWriter, tensor: LayerWriter['tensor']): LayerWriter => ({
  graph,
  tensor,
  linear: (name, { weight, bias, rows }, input) => {
    const part = (one: string): Value =>
      rows === undefined ? tensor(one) : tensor(one, { name: `${one}.${rows.join('-')}`, rows })
    const inputs = [input, part(weight), ...(bias === undefined ? [] : [part(bias)])]
    return graph.node('Gemm', name, inputs, { transB: 1 })
  },
})

/** Layer normalisation over the last axis. */
export const layerNorm = (
  { graph, tensor }: LayerWriter,
  name: string,
  module: string,
  epsilon: number,
  input: Value,
): Value =>
  graph.node('LayerNormalization', name, [input, tensor(`${module}.weight`), tensor(`${module}.bias`)], {
    axis: -1,
    epsilon: { real: epsilon },
  })

/** The same numbers in another shape; -1 once for what is left, 0 for the size that is there. */
export const reshape = (graph: GraphWriter, name: string, input: Value, shape: ReadonlyArray<number>): Value =>
  graph.node('Reshape', name, [
    input,
    graph.constant(`${name}.shape`, 'int64', [shape.length], BigInt64Array.from(shape, BigInt)),
  ])

/** The same with sizes that a run gives: values of int64, [1]. */
export const reshapeBy = (
  graph: GraphWriter,
  name: string,
  input: Value,
  shape: ReadonlyArray<number | Value>,
): Value => {
  if (shape.every((size) => typeof size === 'number')) return reshape(graph, name, input, shape)
  const sizes = shape.map((size) =>
    typeof size === 'number'
      ? graph.once(`size.${size}`, () => graph.constant(`size.${size}`, 'int64', [1], BigInt64Array.of(BigInt(size))))
      : size,
  )
  return graph.node('Reshape', name, [input, graph.node('Concat', `${name}.shape`, sizes, { axis: 0 })])
}
