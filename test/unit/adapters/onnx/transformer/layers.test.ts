import { describe, expect, it } from 'vitest'
import { GraphWriter, type Value } from '../../../../../src/adapters/onnx/graph.js'
import {
  floatLayers,
  layerNorm,
  type LayerWriter,
  linearOf,
  reshape,
} from '../../../../../src/adapters/onnx/transformer/layers.js'
import { run } from '../run-graph.js'
import { distance, numbers, PlainNetwork, rowsOf } from './plain-network.js'

const network = new PlainNetwork({
  'one.weight': [6, 4],
  'one.bias': [6],
  'norm.weight': [4],
  'norm.bias': [4],
})
const input = numbers('input', 12)
const rows = rowsOf(input, 4)

/** What a layer makes of the rows. */
const computed = async (write: (layers: LayerWriter, x: Value) => Value) => {
  const graph = new GraphWriter('layers')
  const x = graph.input('x', 'float32', ['rows', 4])
  graph.output(write(floatLayers(graph, network.writer(graph)), x), 'float32', ['rows', 'out'])
  const [out] = Object.values(await run(graph, { x: { shape: [3, 4], data: input } }))
  return out!
}

describe('a linear layer is x Wᵀ + b', () => {
  it.each([
    ['as a module of torch', linearOf('one'), [3, 6]],
    ['without a bias', { weight: 'one.weight' }, [3, 6]],
    ['of some outputs', linearOf('one', [2, 5]), [3, 3]],
    ['of the first outputs', linearOf('one', [0, 2]), [3, 2]],
    ['of some outputs, without a bias', { weight: 'one.weight', rows: [4, 6] as const }, [3, 2]],
  ])('%s', async (_, names, shape) => {
    const y = await computed(({ linear }, x) => linear('y', names, x))
    expect(y.shape).toEqual(shape)
    expect(distance(y.data, network.linear(names, rows))).toBeLessThan(1e-6)
  })

  it('and is added to a graph as often as it is used, its tensors once', async () => {
    const y = await computed(({ graph, linear }, x) => {
      const [a, b, c] = (['a', 'b', 'c'] as const).map((name) => linear(name, linearOf('one', [0, 2]), x))
      return graph.node('Sum', 'y', [a!, b!, c!])
    })
    const once = network.linear(linearOf('one', [0, 2]), rows)
    expect(
      distance(
        y.data,
        once.map((row) => row.map((value) => 3 * value)),
      ),
    ).toBeLessThan(3e-6)
  })
})

describe('layer normalisation', () => {
  it.each([1e-12, 1e-5, 0.5])(
    'has a mean of 0 and a variance of 1, guarded by %f, then weight and bias',
    async (epsilon) => {
      const y = await computed((layers, x) => layerNorm(layers, 'y', 'norm', epsilon, x))
      expect(distance(y.data, network.norm('norm', epsilon, rows))).toBeLessThan(2e-6)
    },
  )
})

it('the same numbers in another shape', async () => {
  const y = await computed(({ graph }, x) => reshape(graph, 'y', x, [0, 2, -1]))
  expect(y.shape).toEqual([3, 2, 2])
  expect(y.data).toEqual(input)
})
