import type { GraphWriter, Value } from '../graph.js'

/** The activations of feed-forward layers, by the names configurations have for them. */
const ACTIVATIONS = {
  gelu: (graph, name, x) => graph.contrib('Gelu', [name], [x])[0],
  gelu_new: (graph, name, x) => graph.contrib('FastGelu', [name], [x])[0],
  gelu_pytorch_tanh: (graph, name, x) => graph.contrib('FastGelu', [name], [x])[0],
  quick_gelu: (graph, name, x) => graph.contrib('QuickGelu', [name], [x], { alpha: { real: 1.702 } })[0],
  relu: (graph, name, x) => graph.node('Relu', name, [x]),
  silu: (graph, name, x) => graph.contrib('QuickGelu', [name], [x], { alpha: { real: 1 } })[0],
} as const satisfies Record<string, (graph: GraphWriter, name: string, input: Value) => Value>

/** An activation that graphs can hold. */
export type Activation = keyof typeof ACTIVATIONS

/** Their names, for checking configurations. */
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ReadonlyArray<Activation>

/** Adds an activation, whose value is called `name`. */
export const activate = (graph: GraphWriter, kind: Activation, name: string, input: Value): Value =>
  ACTIVATIONS[kind](graph, name, input)
