import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../../../core/abort.js'
import type { RewardError } from '../../../core/error.js'
import type { Session, Tensor } from '../session.js'
import { PIXELS, STATES } from './vision-graph.js'

/** What the encoder made of images: [n, tokens, width]. */
export type EncodedImages = Tensor

/**
 * Encodes images one by one: an image keeps all cores busy by itself, and its activations stay in their caches.
 *
 * @param images - Pixel values of each, [3, side, side].
 */
export const encodeImages =
  (
    session: Session,
    images: ReadonlyArray<Float32Array>,
    side: number,
    signal?: AbortSignal,
  ): TaskEither<RewardError, EncodedImages> =>
  async () => {
    const encoded: Array<Tensor> = []
    for (const data of images) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      const states = await session.run({ [PIXELS]: { shape: [1, 3, side, side], data } })()
      if (E.isLeft(states)) return states
      encoded.push(states.right[STATES] as Tensor)
    }
    return E.right(stack(encoded))
  }

/** Tensors [1, ...] as one. */
const stack = (tensors: ReadonlyArray<Tensor>): Tensor => {
  const [first] = tensors as [Tensor]
  if (tensors.length === 1) return first
  const data = new Float32Array(first.data.length * tensors.length)
  for (const [i, tensor] of tensors.entries()) data.set(tensor.data, i * first.data.length)
  return { shape: [tensors.length, ...first.shape.slice(1)], data }
}

/** Some of a tensor's rows, the first axis, in this order; the tensor itself where these are all of them. */
export const rowsOf = (tensor: Tensor, rows: ReadonlyArray<number>): Tensor => {
  const [count = 0, ...rest] = tensor.shape
  if (rows.length === count && rows.every((row, i) => row === i)) return tensor
  const size = rest.reduce((product, length) => product * length, 1)
  const data = new Float32Array(rows.length * size)
  for (const [i, row] of rows.entries()) data.set(tensor.data.subarray(row * size, (row + 1) * size), i * size)
  return { shape: [rows.length, ...rest], data }
}
