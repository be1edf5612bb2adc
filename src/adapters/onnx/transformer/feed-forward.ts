import type { Value } from '../graph.js'
import { type Activation, activate } from './activation.js'
import type { LayerWriter, LinearNames } from './layers.js'

/** The two layers of a feed-forward block. */
export interface FeedForwardNames {
  readonly inner: LinearNames
  readonly output: LinearNames
}

/** Outer(activation(inner(x))), a row at a time. */
export const feedForward = (
  { graph, linear }: LayerWriter,
  name: string,
  names: FeedForwardNames,
  activation: Activation,
  input: Value,
): Value => {
  const inner = linear(`${name}.inner`, names.inner, input)
  return linear(`${name}.output`, names.output, activate(graph, activation, `${name}.activation`, inner))
}
