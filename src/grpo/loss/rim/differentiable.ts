import * as tf from '@tensorflow/tfjs-core'
import type { LossTerms } from './loss-terms.js'

/**
 * A loss that `tf.grads` goes through, on every build of tfjs: its gradient comes with it, and none of tfjs's own is used (the
 * CommonJS build has none registered). Gradients of gradients are not there.
 *
 * @param by - What it is differentiated by, in the order of its gradients.
 * @param terms - The loss; tensors that it makes on the way are disposed of.
 */
export const differentiable = (by: ReadonlyArray<tf.Tensor2D>, terms: () => LossTerms): tf.Scalar => {
  const withGradient = tf.customGrad((...inputs) => {
    const save = inputs[by.length] as unknown as tf.GradSaveFunc
    const { loss, gradients } = terms()
    save([...gradients])
    return {
      value: loss,
      gradFunc: (dy: tf.Tensor, saved: ReadonlyArray<tf.Tensor>) => saved.map((gradient) => tf.mul(gradient, dy)),
    }
  })
  return withGradient(...by)
}
