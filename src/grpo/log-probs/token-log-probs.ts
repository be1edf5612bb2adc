import type * as tf from '@tensorflow/tfjs-core'
import { isTensor, type TokenValues } from '../loss/inputs/values.js'
import { orThrow } from '../loss/rim/or-throw.js'
import { arrayLogProbs } from './arrays/array-log-probs.js'
import type { ArrayLogProbs } from './arrays/measure-tokens.js'
import type { Logits } from './inputs/read-logits.js'
import type { ArrayLogProbsOptions, TokenLogProbsOptions } from './options.js'
import { tensorLogProbs, type TensorLogProbs } from './tensors/tensor-log-probs.js'

const OWNER = 'tokenLogProbs'

/**
 * Log-probabilities of the chosen tokens, and entropies of the distributions they were chosen from, as one operation that can be differentiated.
 *
 * l = log softmax(z / tau)[y] and H = -sum_v p log p with p = softmax(z / tau); both 0 where the mask is 0. Its gradient: dl/dz[v] = (1[v = y] - p[v]) / tau,
 * dH/dz[v] = -p[v] (log p[v] + H) / tau.
 *
 * | logits | where it runs | beside the logits, with the gradient |
 * | --- | --- | --- |
 * | `{ shape, data }`, float32 | WebAssembly in worker threads and this one | less than 2 MB a thread; the gradient: `lossAndLogitGradients` |
 * | `{ shape, data }`, float64 | plain TypeScript | nothing |
 * | tensor of the backends `cpu` and `wasm` | as float32 | once their memory: the gradient |
 * | tensor of the backend `webgpu` | two programs on the device | once their memory: the gradient |
 * | tensor of any other backend | operations of tfjs, in chunks of rows | 0.2 times their memory, with the gradient 2.2 times |
 *
 * @param logits - [B, T, V]: a float32 tensor of the backend in use, or numbers in memory. Those at t predict the token at t. -Infinity bans a token.
 * @param ids - [B, T], whole numbers from 0 to V - 1: a tensor of int32, rows, `{shape, data}`, or row after row in one array.
 * @param options - Temperature and mask.
 * @returns Both, [B, T]: tensors for a tensor, else float64 matrices. l at most 0, H in [0, log V]. Throws `RewardException`, since `tf.grads` takes no Either:
 *   `InvalidInput` (shapes; an id out of range; NaN, Infinity or nothing but -Infinity among the logits of a token; a chosen token of -Infinity) or
 *   `InvalidOption`.
 * @remarks Stable for any size of the logits: the largest of a row is subtracted. Logits and ids on a device are not waited for: what would
 *   be an error is NaN there (-Infinity for a chosen token of -Infinity), which `readTokenLogProbs` turns into one. A second derivative is not given.
 * @example
 * ```ts @import.meta.vitest
 * const logits = { shape: [1, 2, 2] as const, data: Float64Array.of(0, 0, 1e4, -1e4) }
 * expect(tokenLogProbs(logits, [[0, 1]])).toEqual({
 *   logProbs: { shape: [1, 2], data: Float64Array.of(-Math.log(2), -2e4) },
 *   entropies: { shape: [1, 2], data: Float64Array.of(Math.log(2), 0) },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export function tokenLogProbs(
  logits: tf.Tensor3D,
  ids: TokenValues | ArrayLike<number>,
  options?: TokenLogProbsOptions,
): TensorLogProbs
export function tokenLogProbs(
  logits: Logits,
  ids: TokenValues | ArrayLike<number>,
  options?: ArrayLogProbsOptions,
): ArrayLogProbs
export function tokenLogProbs(
  logits: tf.Tensor3D | Logits,
  ids: TokenValues | ArrayLike<number>,
  options: ArrayLogProbsOptions = {},
): TensorLogProbs | ArrayLogProbs {
  const isOnBackend = typeof logits === 'object' && logits !== null && isTensor(logits)
  return isOnBackend
    ? orThrow(tensorLogProbs(OWNER, logits, ids, options))
    : orThrow(arrayLogProbs(OWNER, logits, ids, options))
}
