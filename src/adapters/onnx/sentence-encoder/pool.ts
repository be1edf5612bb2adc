import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import type { Tensor } from '../session.js'
import type { Pooling } from './encoder-files.js'

/** A vector a text, of unit length. */
export type Embedding = Float32Array

/**
 * The embeddings of a batch: of [texts, tokens, d], each text's tokens pooled; of [texts, d], which a graph has pooled itself, the rows.
 * Divided by their length, as sentence-transformers does; what has no length stays zero.
 *
 * @param lengths - Of each text, how many tokens are its own: the others fill up.
 * @param graph - Named in the error where the output has another shape.
 */
export const pool = (
  { shape, data }: Tensor,
  lengths: ReadonlyArray<number>,
  pooling: Pooling,
  graph: string,
): E.Either<RewardError, ReadonlyArray<Embedding>> => {
  const [texts, width] = [shape[0], shape.at(-1) as number]
  const isPooled = shape.length === 2
  if (texts !== lengths.length || (!isPooled && shape.length !== 3) || !(data instanceof Float32Array))
    return E.left({
      _tag: 'BadFile',
      file: graph,
      expected: 'a graph that gives 32-bit floats of texts x tokens x values, or of texts x values',
      received: `[${shape.join(', ')}] for ${lengths.length} texts`,
    })
  const stride = data.length / texts
  return E.right(
    lengths.map((length, text) => {
      const rows = isPooled || pooling === 'cls' ? 1 : length
      return unit(sumOf(data.subarray(text * stride, (text + 1) * stride), rows, width))
    }),
  )
}

/** The mean is the sum, as far as its direction goes. In double precision: a text's tokens are added up in order, whatever fills up. */
const sumOf = (tokens: Float32Array, rows: number, width: number): Float64Array => {
  const sum = new Float64Array(width)
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++) sum[i] = (sum[i] as number) + (tokens[row * width + i] as number)
  return sum
}

const unit = (vector: Float64Array): Embedding => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}

/** The cosine of two embeddings. */
export const cosine = (a: Embedding, b: Embedding): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
