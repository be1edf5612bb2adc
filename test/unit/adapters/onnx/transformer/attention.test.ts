import { describe, expect, it } from 'vitest'
import { GraphWriter, type Value } from '../../../../../src/adapters/onnx/graph.js'
import type { Feed } from '../../../../../src/adapters/onnx/session.js'
import {
  type AttentionForm,
  cachedAttention,
  selfAttention,
} from '../../../../../src/adapters/onnx/transformer/attention.js'
import { floatLayers, linearOf } from '../../../../../src/adapters/onnx/transformer/layers.js'
import { run } from '../run-graph.js'
import { distance, numbers, plainAttention, PlainNetwork, type Rows, rowsOf } from './plain-network.js'

const WIDTH = 6
const HEADS = 2
const SIZE = WIDTH / HEADS
const TOKENS = 5
const TEXTS = 3

const network = new PlainNetwork({
  'qkv.weight': [3 * WIDTH, WIDTH],
  'qkv.bias': [3 * WIDTH],
  'out.weight': [WIDTH, WIDTH],
  'out.bias': [WIDTH],
})
const names = {
  query: linearOf('qkv', [0, WIDTH]),
  key: linearOf('qkv', [WIDTH, 2 * WIDTH]),
  value: linearOf('qkv', [2 * WIDTH, 3 * WIDTH]),
  output: linearOf('out'),
}
const input = numbers('tokens', TEXTS * TOKENS * WIDTH, 2)

/** Of some tokens of each text, as the graph takes them. */
const tokensFrom = (from: number, to: number): Feed => {
  const texts = Array.from({ length: TEXTS }, (_, text) => [
    ...input.slice((text * TOKENS + from) * WIDTH, (text * TOKENS + to) * WIDTH),
  ])
  return { shape: [TEXTS * (to - from), WIDTH], data: Float32Array.from(texts.flat()) }
}

/** What comes out for each text, worked by its definition. */
const expected = (sees: (query: number, key: number, text: number) => boolean): Rows =>
  Array.from({ length: TEXTS }, (_, text) => {
    const rows = rowsOf(input, WIDTH).slice(text * TOKENS, (text + 1) * TOKENS)
    const [queries, keys, values] = [names.query, names.key, names.value].map((one) => network.linear(one, rows))
    const mixed = plainAttention(queries!, keys!, values!, HEADS, (query, key) => sees(query, key, text))
    return network.linear(names.output, mixed)
  }).flat()

describe('attention of the tokens of each text to one another', () => {
  const computed = async (form: Partial<AttentionForm>, mask?: ReadonlyArray<number>): Promise<Float32Array> => {
    const graph = new GraphWriter('attention')
    const layers = floatLayers(graph, network.writer(graph))
    const rows = graph.input('rows', 'float32', ['all', WIDTH])
    const shape = graph.constant('shape', 'int64', [3], BigInt64Array.of(-1n, BigInt(TOKENS), BigInt(WIDTH)))
    const padding = mask && graph.constant('padding', 'int32', [TEXTS, TOKENS], Int32Array.from(mask))
    const masked = padding === undefined ? {} : { padding }
    const y = selfAttention(layers, 'y', names, { heads: HEADS, width: WIDTH, shape, ...form, ...masked }, rows)
    graph.output(y, 'float32', ['all', WIDTH])
    return (await run(graph, { rows: tokensFrom(0, TOKENS) }))[y]!.data
  }

  it('of all to all', async () => {
    expect(
      distance(
        await computed({}),
        expected(() => true),
      ),
    ).toBeLessThan(1e-5)
  })

  it('of none to what comes later', async () => {
    const got = await computed({ causal: true })
    expect(
      distance(
        got,
        expected((query, key) => key <= query),
      ),
    ).toBeLessThan(1e-5)
    // The first token of a text sees itself alone.
    const first = network.linear(names.output, network.linear(names.value, rowsOf(input, WIDTH).slice(0, 1)))
    expect(distance(got.subarray(0, WIDTH), first)).toBeLessThan(1e-5)
  })

  const LENGTHS = [5, 2, 3]
  const padding = LENGTHS.flatMap((length) => Array.from({ length: TOKENS }, (_, place) => Number(place < length)))

  it.each([false, true])('of none to what only fills up (causal: %s)', async (causal) => {
    const got = rowsOf(await computed({ causal }, padding), WIDTH)
    const want = expected((query, key, text) => key < LENGTHS[text]! && (!causal || key <= query))
    // What a filler sees is nobody's concern.
    const real = (rows: Rows): Rows => rows.filter((_, row) => row % TOKENS < LENGTHS[Math.floor(row / TOKENS)]!)
    expect(distance(real(got).flat(), real(want))).toBeLessThan(1e-5)
  })
})

describe('attention that goes on from tokens before', () => {
  const graph = new GraphWriter('cached')
  const layers = floatLayers(graph, network.writer(graph))
  const rows = graph.input('rows', 'float32', ['all', WIDTH])
  const shape = graph.input('shape', 'int64', [3])
  const [keys, values] = (['past_keys', 'past_values'] as const).map((name) =>
    graph.input(name, 'float32', ['texts', HEADS, 'past', SIZE]),
  ) as [Value, Value]
  const form = { heads: HEADS, width: WIDTH, shape, causal: true }
  const { output, present } = cachedAttention(layers, 'y', names, form, rows, [keys, values], ['keys', 'values'])
  graph.output(output, 'float32', ['all', WIDTH])
  for (const one of present) graph.output(one, 'float32', ['texts', HEADS, 'all_tokens', SIZE])

  const nothing: Feed = { shape: [TEXTS, HEADS, 0, SIZE], data: new Float32Array(0) }

  it.each([
    ['at once', [TOKENS]],
    ['one by one', [1, 1, 1, 1, 1]],
    ['several, then one by one', [3, 1, 1]],
    ['several, then several', [2, 3]],
  ])('is attention of the whole: %s', async (_, steps) => {
    const whole = expected((query, key) => key <= query)
    let [done, past_keys, past_values] = [0, nothing, nothing]
    for (const count of steps) {
      const fed = {
        rows: tokensFrom(done, done + count),
        shape: { shape: [3], data: BigInt64Array.of(BigInt(TEXTS), BigInt(count), BigInt(WIDTH)) },
        past_keys,
        past_values,
      }
      const out = await run(graph, fed)
      const want = whole.filter((_row, row) => row % TOKENS >= done && row % TOKENS < done + count)
      expect(distance(out[output]!.data, want)).toBeLessThan(1e-5)
      done += count
      past_keys = out['keys']!
      past_values = out['values']!
      expect(past_keys.shape).toEqual([TEXTS, HEADS, done, SIZE])
    }
    expect(distance(past_keys.data as Float32Array, byHead('key'))).toBeLessThan(1e-5)
    expect(distance(past_values.data as Float32Array, byHead('value'))).toBeLessThan(1e-5)
  })

  /** [texts, heads, tokens, size]. */
  const byHead = (part: 'key' | 'value'): Rows => {
    const all = network.linear(names[part], rowsOf(input, WIDTH))
    return Array.from({ length: TEXTS }, (_, text) =>
      Array.from({ length: HEADS }, (_head, head) =>
        all.slice(text * TOKENS, (text + 1) * TOKENS).map((row) => row.slice(head * SIZE, (head + 1) * SIZE)),
      ),
    ).flat(2)
  }
})
