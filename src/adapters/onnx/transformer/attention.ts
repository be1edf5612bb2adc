import type { Value } from '../graph.js'
import { type LayerWriter, type LinearNames, reshape } from './layers.js'

/** The four layers of an attention. */
export interface AttentionNames {
  readonly query: LinearNames
  readonly key: LinearNames
  readonly value: LinearNames
  readonly output: LinearNames
}

/** How tokens attend to one another. */
export interface AttentionForm {
  readonly heads: number
  /** Of a token, all heads together. */
  readonly width: number
  /** [texts, tokens, width], as a value of int64: which rows are one text. */
  readonly shape: Value
  /** Tokens see none that come later. */
  readonly causal?: boolean
  /** [texts, tokens] of int32, 0 where a token only fills up. */
  readonly padding?: Value
}

/** Keys and values of attention, each [texts, heads, tokens, width / heads]. */
export type KeysAndValues = readonly [keys: Value, values: Value]

/** Attention of the tokens of each text to one another; input and output are rows [texts * tokens, width]. */
export const selfAttention = (
  layers: LayerWriter,
  name: string,
  names: AttentionNames,
  form: AttentionForm,
  input: Value,
): Value => {
  const [mixed] = attend(layers, name, names, form, input, [`${name}.mixed`], [])
  return project(layers, name, names, form, mixed)
}

/** The same for tokens that go on from others: keys and values of the tokens before go in, and come out with those of the new ones. */
export const cachedAttention = (
  layers: LayerWriter,
  name: string,
  names: AttentionNames,
  form: AttentionForm,
  input: Value,
  past: KeysAndValues,
  presentNames: readonly [keys: string, values: string],
): { readonly output: Value; readonly present: KeysAndValues } => {
  const outputs = [`${name}.mixed`, ...presentNames] as const
  const [mixed, ...present] = attend(layers, name, names, form, input, outputs, past)
  return { output: project(layers, name, names, form, mixed), present }
}

const attend = <const Names extends ReadonlyArray<string>>(
  { graph, linear }: LayerWriter,
  name: string,
  names: AttentionNames,
  { heads, shape, padding, causal = false }: AttentionForm,
  input: Value,
  outputs: Names,
  past: ReadonlyArray<Value>,
): ReturnType<typeof graph.contrib<Names>> => {
  const [query, key, value] = (['query', 'key', 'value'] as const).map((part) =>
    graph.node('Reshape', `${name}.${part}.texts`, [linear(`${name}.${part}`, names[part], input), shape]),
  )
  const rest = past.length === 0 ? [] : [undefined, ...past]
  return graph.contrib('MultiHeadAttention', outputs, [query, key, value, undefined, padding, ...rest], {
    num_heads: heads,
    ...(causal ? { unidirectional: 1 } : {}),
  })
}

const project = (
  { graph, linear }: LayerWriter,
  name: string,
  names: AttentionNames,
  { width }: AttentionForm,
  mixed: Value,
): Value => linear(`${name}.output`, names.output, reshape(graph, `${name}.rows`, mixed, [-1, width]))
