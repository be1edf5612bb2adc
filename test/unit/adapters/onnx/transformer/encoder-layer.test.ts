import { describe, expect, it } from 'vitest'
import { GraphWriter } from '../../../../../src/adapters/onnx/graph.js'
import {
  type EncoderLayerForm,
  postNormLayer,
  preNormLayer,
} from '../../../../../src/adapters/onnx/transformer/encoder-layer.js'
import { floatLayers, linearOf } from '../../../../../src/adapters/onnx/transformer/layers.js'
import { run } from '../run-graph.js'
import {
  add,
  distance,
  numbers,
  plainActivations,
  plainAttention,
  PlainNetwork,
  type Rows,
  rowsOf,
} from './plain-network.js'

const WIDTH = 8
const INNER = 12
const TOKENS = 4
const TEXTS = 2
const HEADS = 4
const EPSILON = 1e-3

const square = (name: string) => ({ [`${name}.weight`]: [WIDTH, WIDTH], [`${name}.bias`]: [WIDTH] })
const norm = (name: string) => ({ [`${name}.weight`]: [WIDTH], [`${name}.bias`]: [WIDTH] })
const network = new PlainNetwork({
  ...square('q'),
  ...square('k'),
  ...square('v'),
  ...square('o'),
  ...norm('first'),
  ...norm('second'),
  'inner.weight': [INNER, WIDTH],
  'inner.bias': [INNER],
  'outer.weight': [WIDTH, INNER],
  'outer.bias': [WIDTH],
})
const names = {
  attention: { query: linearOf('q'), key: linearOf('k'), value: linearOf('v'), output: linearOf('o') },
  attentionNorm: 'first',
  feedForward: { inner: linearOf('inner'), output: linearOf('outer') },
  feedForwardNorm: 'second',
}
const input = numbers('encoder', TEXTS * TOKENS * WIDTH, 2)
const all = rowsOf(input, WIDTH)

const attention = (rows: Rows): Rows =>
  Array.from({ length: TEXTS }, (_, text) => {
    const own = rows.slice(text * TOKENS, (text + 1) * TOKENS)
    const [queries, keys, values] = ['q', 'k', 'v'].map((name) => network.linear(linearOf(name), own))
    return network.linear(linearOf('o'), plainAttention(queries!, keys!, values!, HEADS))
  }).flat()
const forward =
  (activation: (x: number) => number) =>
  (rows: Rows): Rows =>
    network.linear(
      linearOf('outer'),
      network.linear(linearOf('inner'), rows).map((row) => row.map(activation)),
    )
const first = (rows: Rows): Rows => network.norm('first', EPSILON, rows)
const second = (rows: Rows): Rows => network.norm('second', EPSILON, rows)

const computed = async (layer: typeof preNormLayer, activation: EncoderLayerForm['activation']) => {
  const graph = new GraphWriter('encoder')
  const shape = graph.constant('shape', 'int64', [3], BigInt64Array.of(BigInt(TEXTS), BigInt(TOKENS), BigInt(WIDTH)))
  const rows = graph.input('rows', 'float32', ['all', WIDTH])
  const form = { heads: HEADS, width: WIDTH, shape, activation, epsilon: EPSILON }
  const y = layer(floatLayers(graph, network.writer(graph)), 'layer', names, form, rows)
  graph.output(y, 'float32', ['all', WIDTH])
  return (await run(graph, { rows: { shape: [TEXTS * TOKENS, WIDTH], data: input } }))[y]!.data
}

describe.each(['gelu', 'quick_gelu'] as const)('a layer of an encoder with %s', (activation) => {
  const feed = forward(plainActivations[activation])

  it('that normalises before: x + attention(norm(x)), then y + forward(norm(y))', async () => {
    const middle = add(all, attention(first(all)))
    expect(distance(await computed(preNormLayer, activation), add(middle, feed(second(middle))))).toBeLessThan(2e-5)
  })

  it('that normalises after: norm(x + attention(x)), then norm(y + forward(y))', async () => {
    const middle = first(add(all, attention(all)))
    const expected = second(add(middle, feed(middle)))
    expect(distance(await computed(postNormLayer, activation), expected)).toBeLessThan(2e-5)
  })
})
