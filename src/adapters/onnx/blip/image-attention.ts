import type { Value } from '../graph.js'
import { type LayerWriter, linearOf, reshapeBy } from '../transformer/layers.js'

/** The states of images, [images, tokens, width]. */
export interface ImageStates {
  readonly states: Value
  readonly width: number
  /** How many images there are: int64, [1]. */
  readonly count: Value
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
  /** Heads and images change places; what lies within stays together. */
  const exchange = (to: string, value: Value): Value =>
    graph.node('Transpose', `${name}.${to}`, [value], { perm: [1, 0, 2, 3] })
  const shaped = (to: string, value: Value, shape: ReadonlyArray<number | Value>): Value =>
    reshapeBy(graph, `${name}.${to}`, value, shape)

  const query = linear(`${name}.query`, linearOf(`${module}.self.query`), rows)
  const queries = graph.node('Transpose', `${name}.queries`, [shaped('query.heads', query, [-1, heads, size])], {
    perm: [1, 0, 2],
  })
  const asked = graph.node('MatMul', `${name}.asked`, [queries, byHead('key')])
  const askedHeads = shaped('asked.heads', asked, [heads, images.count, -1, images.width])
  const askedImages = shaped('asked.images', exchange('asked.turned', askedHeads), [images.count, -1, images.width])
  const [scores] = graph.contrib('FusedMatMul', [`${name}.scores`], [askedImages, images.states], {
    transB: 1,
    alpha: { real: 1 / Math.sqrt(size) },
  })
  const shares = graph.node('Softmax', `${name}.shares`, [scores], { axis: -1 })
  const seen = graph.node('MatMul', `${name}.seen`, [shares, images.states])
  const seenImages = shaped('seen.images', seen, [images.count, heads, -1, images.width])
  const seenHeads = shaped('seen.heads', exchange('seen.turned', seenImages), [heads, -1, images.width])
  const [values] = graph.contrib('FusedMatMul', [`${name}.values`], [seenHeads, byHead('value')], { transB: 1 })
  const mixed = graph.node('Transpose', `${name}.mixed`, [values], { perm: [1, 0, 2] })
  const biased = graph.node('Add', `${name}.biased`, [
    shaped('mixed.rows', mixed, [-1, width]),
    tensor(`${module}.self.value.bias`),
  ])
  return linear(`${name}.output`, linearOf(`${module}.output.dense`), biased)
}
