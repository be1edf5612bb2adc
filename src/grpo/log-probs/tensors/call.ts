import type * as tf from '@tensorflow/tfjs-core'
import type { RewardError } from '../../../core/error.js'

/** The inputs of the operation: logits [B, T, V] in float32, ids [B, T] in int32, mask [B, T] in float32, 1 or 0. */
export interface CallInputs {
  readonly logits: tf.Tensor
  readonly ids: tf.Tensor
  readonly mask: tf.Tensor
}

/** Its attributes. */
export interface CallAttributes {
  readonly temperature: number
  /** Where a kernel that sees the numbers says what is wrong with them. */
  readonly report: { fault?: RewardError }
}

/** What the forward pass gives, each [B, T]: log-probabilities, entropies, largest logits m and log sum exp((z - m) / temperature). */
export type Forward = readonly [
  logProbs: tf.TensorInfo,
  entropies: tf.TensorInfo,
  max: tf.TensorInfo,
  logSum: tf.TensorInfo,
]

/** The inputs of the backward pass: those of the forward one, what it gave, and the gradients of the first two of that. */
export interface BackwardInputs extends CallInputs {
  readonly logProbs: tf.Tensor
  readonly entropies: tf.Tensor
  readonly max: tf.Tensor
  readonly logSum: tf.Tensor
  readonly gradLogProbs: tf.Tensor
  readonly gradEntropies: tf.Tensor
}

/** Both passes on one backend. Kernels dispose of what they make in between. */
export interface TensorKernels {
  readonly forward: (backend: unknown, inputs: CallInputs, attributes: CallAttributes) => Forward
  readonly backward: (backend: unknown, inputs: BackwardInputs, attributes: CallAttributes) => tf.TensorInfo
}
