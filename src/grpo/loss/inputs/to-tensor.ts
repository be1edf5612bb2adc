import * as tf from '@tensorflow/tfjs-core'
import type { Values } from './values.js'

/** The values on the backend, [rows, columns] of float32. A tensor that is so already is passed on as it is: gradients flow to it. */
export const toTensor = ({ shape, source }: Values): tf.Tensor2D => {
  if (Array.isArray(source)) return tf.tensor2d(source as Array<number>, [...shape], 'float32')
  const tensor = source as tf.Tensor
  const matrix = tensor.shape.length === 2 ? (tensor as tf.Tensor2D) : tf.reshape<tf.Rank.R2>(tensor, [...shape])
  return matrix.dtype === 'float32' ? matrix : tf.cast(matrix, 'float32')
}

/** The same of a mask: bool. */
export const toMask = (values: Values): tf.Tensor2D => tf.cast(toTensor(values), 'bool')
