import * as tf from '@tensorflow/tfjs-core'

/** The first where the condition holds, else the second; all of them spread to one shape. */
export const choose = (condition: tf.Tensor, a: tf.Tensor | number, b: tf.Tensor | number): tf.Tensor2D =>
  tf.where<tf.Tensor>(condition, ofFloat(a), ofFloat(b)) as tf.Tensor2D

const ofFloat = (x: tf.Tensor | number): tf.Tensor => (typeof x === 'number' ? tf.scalar(x, 'float32') : x)
