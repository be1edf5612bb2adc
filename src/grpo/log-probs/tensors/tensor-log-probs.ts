import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError, unexpected } from '../../../core/error.js'
import { showShape } from '../../loss/inputs/shape-of.js'
import { isTensor, type TokenMask, type TokenValues } from '../../loss/inputs/values.js'
import { optionsFault } from '../../masks/option-names.js'
import { wrongInput } from '../../masks/wrong.js'
import { readMask, readTokens, type Sizes } from '../inputs/read-tokens.js'
import { readTemperature, TOKEN_OPTIONS, type TokenLogProbsOptions } from '../options.js'
import type { CallAttributes } from './call.js'
import { runOperation } from './operation.js'

/**
 * Of each chosen token, [B, T], 0 where the mask is 0.
 *
 * @category model
 * @since 0.5.0
 */
export interface TensorLogProbs {
  /** Log-probabilities, natural logarithms. */
  readonly logProbs: tf.Tensor2D
  /** Entropies of the distributions that the tokens were chosen from, in nats. */
  readonly entropies: tf.Tensor2D
}

/** {@link tokenLogProbs} of a tensor. */
export const tensorLogProbs = (
  owner: string,
  logits: tf.Tensor,
  ids: TokenValues | ArrayLike<number>,
  options: TokenLogProbsOptions,
): E.Either<RewardError, TensorLogProbs> => {
  const fault = logitsFault(owner, logits) ?? optionsFault(owner, options, TOKEN_OPTIONS)
  if (fault !== undefined) return E.left(fault)
  const temperature = readTemperature(owner, options.temperature, true)
  if (E.isLeft(temperature)) return temperature
  const sizes = logits.shape as unknown as Sizes
  const mask = maskTensor(owner, options.completionMask, sizes)
  if (E.isLeft(mask)) return mask
  const chosen = idTensor(owner, ids, options.completionMask, sizes)
  if (E.isLeft(chosen)) {
    mask.right.dispose()
    return chosen
  }
  const inputs = { logits: logits as tf.Tensor3D, ids: chosen.right, mask: mask.right }
  const report: CallAttributes['report'] = {}
  const answer = E.tryCatch(
    () => runOperation(inputs, { temperature: temperature.right, report }),
    (cause) => report.fault ?? unexpected(owner, cause),
  )
  tf.dispose([chosen.right, mask.right])
  return pipe(
    answer,
    E.map(([logProbs, entropies]) => ({ logProbs, entropies })),
  )
}

const logitsFault = (owner: string, logits: tf.Tensor): RewardError | undefined => {
  const wrong = (received: string): RewardError =>
    wrongInput(owner, 'logits', 'a float32 tensor [B, T, V], none of them 0', received)
  if (logits.isDisposed) return wrong('a tensor that was disposed of')
  if (logits.dtype !== 'float32') return wrong(`a tensor of ${logits.dtype}`)
  return logits.shape.length === 3 && logits.shape.every((size) => size > 0)
    ? undefined
    : wrong(showShape(logits.shape))
}

/** A tensor of its own, to be disposed of, of what the caller has as a tensor. */
const ownTensor = (
  owner: string,
  name: string,
  tensor: tf.Tensor,
  dtype: 'int32' | 'float32',
  [batch, length]: Sizes,
): E.Either<RewardError, tf.Tensor2D> => {
  const wanted = `a tensor of the shape ${showShape([batch, length])}`
  if (tensor.isDisposed) return E.left(wrongInput(owner, name, wanted, 'a tensor that was disposed of'))
  const [rows, columns] = tensor.shape
  if (tensor.shape.length !== 2 || rows !== batch || columns !== length)
    return E.left(wrongInput(owner, name, wanted, showShape(tensor.shape)))
  if (dtype === 'int32' && tensor.dtype !== 'int32')
    return E.left(wrongInput(owner, name, 'a tensor of int32', `a tensor of ${tensor.dtype}`))
  return E.right(tensor.dtype === dtype ? (tf.clone(tensor) as tf.Tensor2D) : tf.cast(tensor as tf.Tensor2D, dtype))
}

const maskTensor = (owner: string, mask: TokenMask | undefined, sizes: Sizes): E.Either<RewardError, tf.Tensor2D> => {
  const shape: [number, number] = [sizes[0], sizes[1]]
  if (mask === undefined) return E.right(tf.ones(shape))
  if (typeof mask === 'object' && mask !== null && isTensor(mask))
    return ownTensor(owner, 'completionMask', mask, 'float32', sizes)
  const read = readMask(owner, mask, sizes)
  return E.isLeft(read) ? read : E.right(tf.tensor2d(Float32Array.from(read.right), shape, 'float32'))
}

const idTensor = (
  owner: string,
  ids: unknown,
  mask: TokenMask | undefined,
  sizes: Sizes,
): E.Either<RewardError, tf.Tensor2D> => {
  if (typeof ids !== 'object' || ids === null)
    return E.left(wrongInput(owner, 'ids', 'a tensor or rows of ids', describe(ids)))
  if (isTensor(ids)) return ownTensor(owner, 'ids', ids, 'int32', sizes)
  // Beside a mask that is a tensor it is not known here which ids count: then all of them must be ids.
  const isOnDevice = typeof mask === 'object' && isTensor(mask)
  const tokens = readTokens(owner, ids, isOnDevice ? undefined : mask, sizes)
  return E.isLeft(tokens) ? tokens : E.right(tf.tensor2d(tokens.right.ids, [sizes[0], sizes[1]], 'int32'))
}
