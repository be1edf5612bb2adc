import { describe, expect, it } from 'vitest'
import { GraphWriter } from '../../../../../src/adapters/onnx/graph.js'
import { activate, type Activation, ACTIVATION_NAMES } from '../../../../../src/adapters/onnx/transformer/activation.js'
import { run } from '../run-graph.js'
import { distance, plainActivations } from './plain-network.js'

const computed = async (kind: Activation, values: ReadonlyArray<number>): Promise<Float32Array> => {
  const graph = new GraphWriter('activation')
  graph.output(activate(graph, kind, 'y', graph.input('x', 'float32', ['n'])), 'float32', ['n'])
  const { y } = await run(graph, { x: { shape: [values.length], data: Float32Array.from(values) } })
  return y!.data
}

/** Every eighth from -12 to 12: float32 holds them exactly. */
const places = Array.from({ length: 193 }, (_, i) => (i - 96) / 8)

it('there is a definition for each name', () => {
  expect([...ACTIVATION_NAMES].sort()).toEqual(Object.keys(plainActivations).sort())
})

describe.each(ACTIVATION_NAMES)('%s', (kind) => {
  it('is what its definition says', async () => {
    expect(distance(await computed(kind, places), places.map(plainActivations[kind]))).toBeLessThan(2e-6)
  })

  it('of 0 is 0, of large numbers themselves or 0', async () => {
    const [zero, large, small] = await computed(kind, [0, 1000, -1000])
    expect(zero).toBe(0)
    expect(large).toBe(1000)
    expect(Math.abs(small!)).toBeLessThan(1e-6)
  })
})
