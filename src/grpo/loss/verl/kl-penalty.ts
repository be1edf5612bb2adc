import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { FINITE, readValues } from '../inputs/read-values.js'
import { oneOf, readOptions } from '../inputs/read-options.js'
import { toTensor } from '../inputs/to-tensor.js'
import type { TokenValues, Values } from '../inputs/values.js'
import { backendFault } from '../rim/backend-fault.js'
import { orThrow } from '../rim/or-throw.js'
import { divergence, KL_PENALTIES, type KlPenalty } from './divergence.js'

/**
 * What {@link klPenalty} reads, [B, T] each.
 *
 * @category model
 * @since 0.5.0
 */
export interface KlPenaltyInputs {
  readonly logProbs: TokenValues
  readonly refLogProbs: TokenValues
}

/**
 * Options of {@link klPenalty}.
 *
 * @category model
 * @since 0.5.0
 */
export interface KlPenaltyOptions {
  /** Default: `'k3'`. */
  readonly kind?: KlPenalty
}

interface Call {
  readonly logProbs: Values
  readonly refLogProbs: Values
  readonly kind: KlPenalty
}

const checkedCall = (inputs: KlPenaltyInputs, options: KlPenaltyOptions): E.Either<RewardError, Call> => {
  const owner = 'klPenalty'
  const read = readOptions<KlPenaltyOptions>(owner, { kind: oneOf(KL_PENALTIES) }, options)
  if (E.isLeft(read)) return read
  if (typeof inputs !== 'object' || inputs === null) {
    const received = describe(inputs)
    return E.left({ _tag: 'InvalidInput', reward: owner, field: 'inputs', expected: 'an object', received })
  }
  const logProbs = readValues({ owner, name: 'logProbs' }, inputs.logProbs, 'any', FINITE)
  if (E.isLeft(logProbs)) return logProbs
  const same = { tokens: logProbs.right.shape }
  const refLogProbs = readValues({ owner, name: 'refLogProbs' }, inputs.refLogProbs, same, FINITE)
  if (E.isLeft(refLogProbs)) return refLogProbs
  const absent = backendFault(owner)
  if (absent !== undefined) return E.left(absent)
  const { kind = 'k3' } = read.right
  return E.right({ logProbs: logProbs.right, refLogProbs: refLogProbs.right, kind })
}

/**
 * How far the policy is from the reference at each token, as verl estimates it: a matrix that `tf.grads` goes through.
 *
 * With l of the policy and f of the reference: k1 = l - f; abs = |l - f|; k2 = (l - f)² / 2; k3 = exp(x) - x - 1, x = f - l within ±20 and
 * the estimate within ±10. `k1+` and `k3+` have the value of k1 and k3 and the gradient of k2, l - f, whose mean is that of the divergence.
 *
 * @param inputs - Tensors or arrays. Differentiable by `logProbs`. Nothing is masked.
 * @param options - `kind`.
 * @returns A float32 matrix [B, T]; the caller disposes of it. Throws `RewardException`: `MissingField`, `InvalidInput`, `InvalidOption`.
 * @remarks Schulman 2020, Approximating KL divergence. Differs from verl: there the forms with a plus raise `NotImplementedError`.
 * @example
 * ```ts @import.meta.vitest
 * await import('@tensorflow/tfjs-backend-cpu')
 * const penalty = klPenalty({ logProbs: [[-1, -2]], refLogProbs: [[-1, -4]] }, { kind: 'k2' })
 * expect(Array.from(penalty.dataSync())).toEqual([0, 2])
 * penalty.dispose()
 * ```
 * @category losses
 * @since 0.5.0
 */
export const klPenalty = (inputs: KlPenaltyInputs, options: KlPenaltyOptions = {}): tf.Tensor2D => {
  const call = orThrow(checkedCall(inputs, options))
  return tf.tidy(() => {
    const withGradient = tf.customGrad<tf.Tensor2D>((...args) => {
      const [logProbs, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc]
      const { value, byLogProb } = divergence(call.kind, logProbs, toTensor(call.refLogProbs))
      save([byLogProb])
      return {
        value,
        gradFunc: (dy: tf.Tensor2D, saved: ReadonlyArray<tf.Tensor>) => tf.mul(dy, saved[0] as tf.Tensor),
      }
    })
    return withGradient(toTensor(call.logProbs))
  })
}
