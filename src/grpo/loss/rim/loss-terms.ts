import type * as tf from '@tensorflow/tfjs-core'

/** Numbers that are logged beside a loss. */
export type MetricTensors = Readonly<Record<string, tf.Scalar>>

/** A loss, its gradients, and what is logged beside it, on the backend. */
export interface LossTerms {
  readonly loss: tf.Scalar
  /** One for each of the matrices that the loss is differentiated by, in order. */
  readonly gradients: ReadonlyArray<tf.Tensor2D>
  readonly metrics: MetricTensors
}
