import * as tf from '@tensorflow/tfjs-core'
import { choose } from './choose.js'

/** x · by, and 0 wherever `by` is 0, also of an infinite x: the ratio of a token that does not count may be anything. */
export const scaled = (x: tf.Tensor, by: tf.Tensor): tf.Tensor2D => choose(tf.equal(by, 0), 0, tf.mul(x, by))
