import { describe, expect, it } from 'vitest'
import { imageAttention } from '../../../../../src/adapters/onnx/blip/image-attention.js'
import { GraphWriter } from '../../../../../src/adapters/onnx/graph.js'
import { floatLayers, linearOf } from '../../../../../src/adapters/onnx/transformer/layers.js'
import { run } from '../run-graph.js'
import { distance, numbers, plainAttention, PlainNetwork, type Rows, rowsOf } from '../transformer/plain-network.js'

const IMAGE_TOKENS = 7

/** The attention of rows of tokens to images, by the graph and in the usual order: keys and values of every image token first. */
const compared = async (
  sizes: { width: number; heads: number; imageWidth: number },
  counts: {
    images: number
    rowsEach: number
    tokens: number
  },
) => {
  const { width, heads, imageWidth } = sizes
  const { images, rowsEach, tokens } = counts
  const network = new PlainNetwork({
    'cross.self.query.weight': [width, width],
    'cross.self.query.bias': [width],
    'cross.self.key.weight': [width, imageWidth],
    'cross.self.key.bias': [width],
    'cross.self.value.weight': [width, imageWidth],
    'cross.self.value.bias': [width],
    'cross.output.dense.weight': [width, width],
    'cross.output.dense.bias': [width],
  })
  const states = rowsOf(numbers('states', images * IMAGE_TOKENS * imageWidth), imageWidth)
  const input = numbers('text', images * rowsEach * tokens * width)
  const ofImage = (image: number): Rows => states.slice(image * IMAGE_TOKENS, (image + 1) * IMAGE_TOKENS)
  const graph = new GraphWriter('cross')
  const rows = graph.input('rows', 'float32', ['all', width])
  const given = graph.input('states', 'float32', ['images', IMAGE_TOKENS, imageWidth])
  const count = graph.node('Shape', 'count', [given], { start: 0, end: 1 })
  const seen = { states: given, width: imageWidth, count }
  const y = imageAttention(floatLayers(graph, network.writer(graph)), 'y', 'cross', { heads, width }, rows, seen)
  graph.output(y, 'float32', ['all', width])
  const outputs = await run(graph, {
    rows: { shape: [images * rowsEach * tokens, width], data: input },
    states: { shape: [images, IMAGE_TOKENS, imageWidth], data: Float32Array.from(states.flat()) },
  })

  const text = rowsOf(input, width)
  const usual = Array.from({ length: images }, (_, image) => {
    const own = text.slice(image * rowsEach * tokens, (image + 1) * rowsEach * tokens)
    const [keys, values] = ['key', 'value'].map((part) =>
      network.linear(linearOf(`cross.self.${part}`), ofImage(image)),
    )
    const queries = network.linear(linearOf('cross.self.query'), own)
    return network.linear(linearOf('cross.output.dense'), plainAttention(queries, keys!, values!, heads))
  }).flat()
  return { got: outputs[y]!.data, usual }
}

const SAME = { width: 6, heads: 3, imageWidth: 6 }
const WIDER = { width: 6, heads: 2, imageWidth: 10 }
const NARROWER = { width: 8, heads: 4, imageWidth: 3 }

describe('attention to an image is that by keys and values of its tokens', () => {
  it.each([
    ['one token about one image', SAME, { images: 1, rowsEach: 1, tokens: 1 }],
    ['several tokens', SAME, { images: 1, rowsEach: 1, tokens: 4 }],
    ['several images', SAME, { images: 3, rowsEach: 1, tokens: 1 }],
    ['several rows an image', SAME, { images: 1, rowsEach: 3, tokens: 1 }],
    ['several of all of them', SAME, { images: 2, rowsEach: 3, tokens: 4 }],
    ['states wider than the text', WIDER, { images: 2, rowsEach: 2, tokens: 3 }],
    ['states narrower than the text', NARROWER, { images: 3, rowsEach: 2, tokens: 2 }],
    ['one head', { width: 5, heads: 1, imageWidth: 4 }, { images: 2, rowsEach: 1, tokens: 2 }],
    ['heads of one number', { width: 3, heads: 3, imageWidth: 2 }, { images: 2, rowsEach: 2, tokens: 2 }],
  ])('%s', async (_, sizes, counts) => {
    const { got, usual } = await compared(sizes, counts)
    expect(distance(got, usual)).toBeLessThan(2e-5)
  })
})
