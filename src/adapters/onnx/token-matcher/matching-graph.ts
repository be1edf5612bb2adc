import { GraphWriter, type Value } from '../graph.js'

/** What goes in: the tokens of both sides. */
export const IMAGE = 'image'
export const TEXT = 'text'

/** What comes out: the products of each image token with each text token, and the squares of their lengths. */
export const PRODUCTS = 'products'
export const IMAGE_SQUARES = `${IMAGE}.squares`
export const TEXT_SQUARES = `${TEXT}.squares`

/**
 * I Tᵀ of I [n, d] and T [m, d], with Σ I² and Σ T² of their rows. Tokens are not divided by their lengths, the products are: the tokens are read
 * twice, the second time out of the cache, and nothing of their size comes out.
 */
export const matchingGraph = (): GraphWriter => {
  const graph = new GraphWriter('token-matching')
  const [image, text] = [graph.input(IMAGE, 'float32', ['n', 'd']), graph.input(TEXT, 'float32', ['m', 'd'])]
  const [products] = graph.contrib('FusedMatMul', [PRODUCTS], [image, text], { transB: 1 })
  graph.output(products, 'float32', ['n', 'm'])
  const width = graph.constant('axis', 'int64', [1], BigInt64Array.of(1n))
  const squares = (name: string, tokens: Value, rows: string): void => {
    const each = graph.node('Mul', `${name}.each`, [tokens, tokens])
    graph.output(graph.node('ReduceSum', name, [each, width], { keepdims: 0 }), 'float32', [rows])
  }
  squares(IMAGE_SQUARES, image, 'n')
  squares(TEXT_SQUARES, text, 'm')
  return graph
}
