import type { GraphWriter, Value } from '../graph.js'
import { type LayerWriter, linearOf, reshape } from '../transformer/layers.js'

/** The states of images, [images, tokens, width] and [images, width, tokens]. */
export interface ImageStates {
  readonly states: Value
  readonly byChannel: Value
  readonly width: number
  readonly tokens: number
}

/**
 * Attention of text tokens to the tokens of their image, in the space of the image's states.
 *
 * With queries q of a head, its key matrix K and value matrix V, the states H of an image and P = softmax(q (H Kᵀ)ᵀ / √d), the usual order
 * is (H Kᵀ), (H Vᵀ) for every token of the image first. Here it is P = softmax((q K) Hᵀ / √d) and (P H) Vᵀ: the same numbers, and the
 * states serve all layers and heads as they are. Of the keys' biases each query's scores get one and the same share, which softmax takes
 * away again; the values' biases are added once, as a row of P adds up to 1.
 *
 * @param rows - [rows * tokens, width] of the text, rows about an image standing together.
 */
export const imageAttention = (
  { graph, tensor, linear }: LayerWriter,
  name: string,
  module: string,
  { heads, width }: { readonly heads: number; readonly width: number },
  rows: Value,
  images: ImageStates,
): Value => {
  const size = width / heads
  const byHead = (part: 'key' | 'value'): Value => {
    const weight = `${module}.self.${part}.weight`
    return tensor(weight, { name: `${weight}.heads`, shape: [heads, size, images.width] })
  }
  const turn = (to: string, value: Value, perm: ReadonlyArray<number>): Value =>
    graph.node('Transpose', `${name}.${to}`, [value], { perm })
  const shaped = (to: string, value: Value, shape: ReadonlyArray<number>): Value =>
    reshape(graph, `${name}.${to}`, value, shape)

  const query = linear(`${name}.query`, linearOf(`${module}.self.query`), rows)
  const scaled = graph.node('Mul', `${name}.query.scaled`, [query, scaleOf(graph, name, size)])
  const queries = turn('queries', shaped('query.heads', scaled, [-1, heads, size]), [1, 0, 2])
  // [heads, rows, width of the states], then [images, width, heads * rows of an image].
  const asked = graph.node('MatMul', `${name}.asked`, [queries, byHead('key')])
  const count = imageCount(graph, name, images.states)
  const perImage = graph.node('Reshape', `${name}.asked.images`, [
    asked,
    shapeWith(graph, `${name}.asked.shape`, [heads], count, [-1, images.width]),
  ])
  const columns = graph.node('Reshape', `${name}.columns`, [
    turn('asked.turned', perImage, [1, 3, 0, 2]),
    shapeWith(graph, `${name}.columns.shape`, [], count, [images.width, -1]),
  ])
  const scores = graph.node('MatMul', `${name}.scores`, [images.states, columns])
  const shares = graph.node('Softmax', `${name}.shares`, [scores], { axis: 1 })
  const seen = graph.node('MatMul', `${name}.seen`, [images.byChannel, shares])
  const seenHeads = graph.node('Reshape', `${name}.seen.heads`, [
    seen,
    shapeWith(graph, `${name}.seen.shape`, [], count, [images.width, heads, -1]),
  ])
  const perHead = shaped('seen.rows', turn('seen.turned', seenHeads, [2, 0, 3, 1]), [heads, -1, images.width])
  const [values] = graph.contrib('FusedMatMul', [`${name}.values`], [perHead, byHead('value')], { transB: 1 })
  const mixed = shaped('mixed', turn('values.turned', values, [1, 0, 2]), [-1, width])
  const biased = graph.node('Add', `${name}.biased`, [mixed, tensor(`${module}.self.value.bias`)])
  return linear(`${name}.output`, linearOf(`${module}.output.dense`), biased)
}

const scaleOf = (graph: GraphWriter, name: string, size: number): Value =>
  graph.constant(`${name}.scale`, 'float32', [], Float32Array.of(1 / Math.sqrt(size)))

const imageCount = (graph: GraphWriter, name: string, states: Value): Value =>
  graph.node('Shape', `${name}.images`, [states], { start: 0, end: 1 })

/** A shape with a size that each run gives. */
const shapeWith = (
  graph: GraphWriter,
  name: string,
  before: ReadonlyArray<number>,
  size: Value,
  after: ReadonlyArray<number>,
): Value => {
  const part = (end: string, sizes: ReadonlyArray<number>): ReadonlyArray<Value> =>
    sizes.length === 0
      ? []
      : [graph.constant(`${name}.${end}`, 'int64', [sizes.length], BigInt64Array.from(sizes, BigInt))]
  return graph.node('Concat', name, [...part('before', before), size, ...part('after', after)], { axis: 0 })
}
