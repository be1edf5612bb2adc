import { describe, expect, it } from 'vitest'
import { writeDecoderGraph } from '../../../../../src/adapters/onnx/blip/decoder-graph.js'
import { BASE } from '../../../../../src/adapters/onnx/blip/made-up-model.js'
import { textTensors, visionTensors } from '../../../../../src/adapters/onnx/blip/tensors.js'
import { imageTokens } from '../../../../../src/adapters/onnx/transformer/tensors.js'
import { writeVisionGraph } from '../../../../../src/adapters/onnx/blip/vision-graph.js'
import { GraphWriter } from '../../../../../src/adapters/onnx/graph.js'
import { type LinearNames, linearOf } from '../../../../../src/adapters/onnx/transformer/layers.js'
import { quantiseChannels } from '../../../../../src/adapters/onnx/transformer/quantise.js'
import {
  type Activations,
  linearLayersOf,
  quantisedLayers,
  quantisedName,
} from '../../../../../src/adapters/onnx/transformer/quantised-layers.js'
import { run } from '../run-graph.js'
import { distance, dot, numbers, PlainNetwork, range, rowsOf } from './plain-network.js'

/** The matrices of a network, but for those that no linear layer reads. */
const matrices = (tensors: ReadonlyMap<string, ReadonlyArray<number>>, other: RegExp): ReadonlyArray<string> =>
  [...tensors].filter(([name, shape]) => shape.length === 2 && !other.test(name)).map(([name]) => name)

describe('the linear layers of a graph are found by writing it', () => {
  it("all of BLIP's vision encoder, queries, keys and values apart", () => {
    const found = linearLayersOf((layersOn) => writeVisionGraph(BASE.vision, layersOn))
    const expected = matrices(visionTensors(BASE), /^$/).flatMap((name) =>
      name.endsWith('qkv.weight') ? ['0-768', '768-1536', '1536-2304'].map((rows) => `${name}.${rows}`) : [name],
    )
    expect(found.map(quantisedName).sort()).toEqual([...expected].sort())
    expect(found).toHaveLength(12 * 6)
    expect(found.every(({ bias }) => bias !== undefined)).toBe(true)
  })

  it.each([true, false])("all of BLIP's text decoder, and its head (tied: %s)", (tied) => {
    const config = { ...BASE, text: { ...BASE.text, tied } }
    const found = linearLayersOf((layersOn) => writeDecoderGraph(config, layersOn, imageTokens(BASE.vision)))
    // Cross-attention multiplies the heads of its keys and values one by one; embeddings are looked up.
    const other = tied
      ? /position_emb|crossattention\.self\.(key|value)/
      : /embeddings|crossattention\.self\.(key|value)/
    expect(found.map(quantisedName).sort()).toEqual([...matrices(textTensors(config), other)].sort())
    expect(found).toHaveLength(12 * 8 + 2)
  })
})

const INPUTS = 40
const OUTPUTS = 24
const ROWS = 3

describe('a layer whose weights have 8 bits', () => {
  const network = new PlainNetwork({ 'one.weight': [OUTPUTS, INPUTS], 'one.bias': [OUTPUTS] })
  const input = numbers('bytes', ROWS * INPUTS)

  /** The rows of a layer in 8 bits, and what its rounded weights make of them in float64. */
  const computed = async (kept: Activations | undefined, names: LinearNames, x = input) => {
    const [from, to] = names.rows ?? [0, OUTPUTS]
    const outputs = to - from
    const own = numbers('one.weight', OUTPUTS * INPUTS).subarray(from * INPUTS, to * INPUTS)
    const { values, scales } = quantiseChannels(own, outputs, INPUTS)
    const graph = new GraphWriter('bytes')
    const quantised = (name: string) =>
      name.endsWith('.values')
        ? graph.constant(name, 'int8', [INPUTS, outputs], values)
        : graph.constant(name, 'float32', [outputs], scales)
    const { linear } = quantisedLayers(graph, network.writer(graph), { quantised, activations: () => kept })
    const rows = x.length / INPUTS
    const y = linear('y', names, graph.input('x', 'float32', ['rows', INPUTS]))
    graph.output(y, 'float32', ['rows', outputs])
    const got = (await run(graph, { x: { shape: [rows, INPUTS], data: x } }))[y]!
    expect(got.shape).toEqual([rows, outputs])
    const bias = names.bias === undefined ? undefined : numbers('one.bias', OUTPUTS).subarray(from, to)
    const rounded = rowsOf(x, INPUTS).map((row) =>
      range(outputs).map((out) => {
        const weights = range(INPUTS).map((i) => values[i * outputs + out]! * scales[out]!)
        return dot(weights, row) + (bias?.[out] ?? 0)
      }),
    )
    return { got: got.data, rounded, exact: network.linear(names, rowsOf(x, INPUTS)) }
  }

  const layers: ReadonlyArray<readonly [string, LinearNames]> = [
    ['with a bias', linearOf('one')],
    ['without', { weight: 'one.weight' }],
    ['of some outputs', linearOf('one', [8, 24])],
  ]

  it.each(layers)('of inputs kept finely is that of its rounded weights: %s', async (_, names) => {
    const { got, rounded } = await computed('fine', names)
    expect(distance(got, rounded)).toBeLessThan(5e-4)
  })

  it.each(layers)('of inputs kept coarsely is that to about two digits: %s', async (_, names) => {
    const { got, rounded } = await computed('coarse', names)
    // 40 products, each input off by at most 1/255.
    expect(distance(got, rounded)).toBeLessThan(40 / 255)
    expect(distance(got, rounded)).toBeGreaterThan(1e-4)
  })

  it.each(layers)('is the one in float32 where nothing is said of its inputs: %s', async (_, names) => {
    const { got, exact } = await computed(undefined, names)
    expect(distance(got, exact)).toBeLessThan(1e-5)
  })

  it('of inputs kept finely knows nothing of the other rows of its run, to the last bit', async () => {
    const names = linearOf('one')
    const large = input.slice(INPUTS).map((value) => 1000 * value)
    const together = Float32Array.of(...input.slice(0, INPUTS), ...large)
    const [all, alone] = [
      await computed('fine', names, together),
      await computed('fine', names, input.slice(0, INPUTS)),
    ]
    expect(all.got.slice(0, OUTPUTS)).toEqual(alone.got)
  })

  it('of nothing but zeros is its bias', async () => {
    for (const kept of ['fine', 'coarse'] as const) {
      const { got, exact } = await computed(kept, linearOf('one'), new Float32Array(INPUTS))
      expect(distance(got, exact)).toBe(0)
    }
  })
})
