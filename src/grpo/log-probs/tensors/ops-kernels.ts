import * as tf from '@tensorflow/tfjs-core'
import type { BackwardInputs, CallInputs, Forward, TensorKernels } from './call.js'
import { type RowFactors, rowFactors } from './row-factors.js'

/** Of (z - m) / temperature: its exponential is 0 in float32, and finite times 0 stays 0 for a banned token. */
const LOWEST = -200
/** Rows are taken in so many chunks at least, so that what is made in between stays below a fifth of the logits. */
const CHUNKS = 64
/** Numbers in a chunk at most. */
const MOST_NUMBERS = 2 ** 24

interface Chunk {
  readonly from: number
  readonly count: number
}

const chunksOf = (rows: number, vocabulary: number): ReadonlyArray<Chunk> => {
  const size = Math.max(1, Math.min(Math.floor(rows / CHUNKS), Math.floor(MOST_NUMBERS / vocabulary)))
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => ({
    from: i * size,
    count: Math.min(size, rows - i * size),
  }))
}

/** (z - m) / temperature of some rows. */
const scaled = (logits: tf.Tensor, max: tf.Tensor, temperature: number): tf.Tensor =>
  tf.tidy(() => tf.maximum(tf.mul(tf.sub(logits, max), 1 / temperature), LOWEST))

const forward = (_backend: unknown, { logits, ids, mask }: CallInputs, temperature: number): Forward => {
  const [batch = 0, length = 0, vocabulary = 0] = logits.shape
  const parts = tf.tidy(() => {
    const table = tf.reshape(logits, [-1, vocabulary])
    const chosen = tf.reshape(ids, [-1, 1])
    const measured = chunksOf(batch * length, vocabulary).map(({ from, count }) =>
      tf.tidy(() => {
        const rows = tf.slice(table, [from, 0], [count, vocabulary])
        return measure(rows, tf.slice(chosen, [from, 0], [count, 1]), temperature)
      }),
    )
    const counts = tf.greater(mask, 0)
    return [0, 1, 2, 3].map((i) => {
      const whole = tf.concat(measured.map((columns) => columns[i] as tf.Tensor))
      const shaped = tf.reshape(whole, [batch, length])
      return tf.where(counts, shaped, tf.zerosLike(shaped))
    })
  })
  return parts as unknown as Forward
}

/** Log-probabilities, entropies, largest logits and logarithms of the sums, each [rows, 1]. */
const measure = (rows: tf.Tensor, ids: tf.Tensor, temperature: number): Array<tf.Tensor> => {
  const vocabulary = rows.shape[1] as number
  const max = tf.max(rows, 1, true)
  const x = scaled(rows, max, temperature)
  const e = tf.exp(x)
  const sum = tf.sum(e, 1, true)
  const weighted = tf.sum(tf.mul(e, x), 1, true)
  const logSum = tf.log(sum)
  const isId = tf.logicalAnd(tf.greaterEqual(ids, 0), tf.less(ids, vocabulary))
  const places = tf.add(
    tf.mul(tf.range(0, rows.shape[0], 1, 'int32'), vocabulary),
    tf.reshape(tf.where(isId, ids, tf.zerosLike(ids)), [-1]),
  )
  const logit = tf.reshape(tf.gather(tf.reshape(rows, [-1]), tf.cast(places, 'int32')), [-1, 1])
  const logProb = tf.sub(tf.mul(tf.sub(logit, max), 1 / temperature), logSum)
  // An id out of range has no log-probability, nor has a row with NaN, with Infinity or with nothing but -Infinity.
  const isSound = tf.logicalAnd(isId, tf.less(tf.abs(max), Infinity))
  const nothing = tf.fill(max.shape, NaN)
  const entropy = tf.maximum(tf.sub(logSum, tf.div(weighted, sum)), 0)
  return [tf.where(isSound, logProb, nothing), tf.where(isSound, entropy, nothing), max, logSum]
}

const backward = (_backend: unknown, inputs: BackwardInputs, temperature: number): tf.TensorInfo => {
  const { logits, ids } = inputs
  const vocabulary = logits.shape[2] as number
  return tf.tidy(() => {
    const factors = rowFactors(inputs, temperature)
    const table = tf.reshape(logits, [-1, vocabulary])
    const chosen = tf.reshape(ids, [-1, 1])
    const places = tf.reshape(tf.range(0, vocabulary, 1, 'int32'), [1, vocabulary])
    const parts = chunksOf(table.shape[0], vocabulary).map(({ from, count }) =>
      tf.tidy(() => {
        const some = (whole: tf.Tensor): tf.Tensor => tf.slice(whole, [from, 0], [count, 1])
        const rows = tf.slice(table, [from, 0], [count, vocabulary])
        return slope(rows, tf.equal(places, some(chosen)), mapFactors(factors, some), temperature)
      }),
    )
    const whole = parts.length === 1 ? (parts[0] as tf.Tensor) : tf.concat(parts)
    return tf.reshape(whole, logits.shape)
  })
}

const mapFactors = (factors: RowFactors, map: (whole: tf.Tensor) => tf.Tensor): RowFactors => ({
  max: map(factors.max),
  a: map(factors.a),
  b: map(factors.b),
  chosen: map(factors.chosen),
  mask: map(factors.mask),
})

const slope = (rows: tf.Tensor, isChosen: tf.Tensor, factors: RowFactors, temperature: number): tf.Tensor => {
  const { max, a, b, chosen, mask } = factors
  const others = tf.tidy(() => {
    const x = scaled(rows, max, temperature)
    return tf.mul(tf.exp(x), tf.add(tf.mul(x, b), a))
  })
  const zeros = tf.zerosLike(others)
  const both = tf.where(isChosen, tf.add(zeros, chosen), others)
  return tf.where(tf.greater(tf.add(zeros, mask), 0), both, zeros)
}

/** In operations of tfjs, chunk by chunk: for every backend, and slower than those made for one. */
export const opsKernels: TensorKernels = {
  forward: (backend, inputs, { temperature }) => forward(backend, inputs, temperature),
  backward: (backend, inputs, { temperature }) => backward(backend, inputs, temperature),
}
