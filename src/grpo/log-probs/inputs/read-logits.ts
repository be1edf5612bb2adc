import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { wrongInput } from '../../masks/wrong.js'

/**
 * Logits in memory: of each token of each completion a number for each token of the vocabulary. Those at t predict the token at t.
 *
 * @category model
 * @since 0.5.0
 */
export interface Logits {
  readonly shape: readonly [batch: number, length: number, vocabulary: number]
  /** Row-major. -Infinity bans a token. In a `SharedArrayBuffer` or not. */
  readonly data: Float32Array | Float64Array
}

/** Logits whose shape and type were looked at; Left `InvalidInput`. */
export const readLogits = (owner: string, input: unknown): E.Either<RewardError, Logits> => {
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongInput(owner, 'logits', expected, received))
  if (typeof input !== 'object' || input === null) return wrong('a tensor or {shape, data}', describe(input))
  const { shape, data } = input as { readonly [K in keyof Logits]?: unknown }
  if (!(data instanceof Float32Array) && !(data instanceof Float64Array))
    return wrong('`data` in a Float32Array or a Float64Array', describe(data))
  if (!isShape(shape)) return wrong('a shape of three whole numbers, [B, T, V], each at least 1', describe(shape))
  const count = shape[0] * shape[1] * shape[2]
  if (data.length !== count) return wrong(`${count} numbers for [${shape.join(', ')}]`, String(data.length))
  return E.right({ shape: [shape[0], shape[1], shape[2]], data })
}

const isShape = (shape: unknown): shape is Logits['shape'] =>
  Array.isArray(shape) && shape.length === 3 && shape.every((size) => Number.isSafeInteger(size) && size >= 1)
