import type * as tf from '@tensorflow/tfjs-core'
import type { Checked } from './read-inputs.js'
import { toTensor } from './to-tensor.js'

/** Inputs of which some are on the backend: those that a loss is differentiated by, in order. */
interface Placed {
  readonly inputs: Checked
  readonly by: ReadonlyArray<tf.Tensor2D>
}

/** Puts the named inputs on the backend, those that are there. */
export const placed = (inputs: Checked, ...names: ReadonlyArray<'logProbs' | 'entropies'>): Placed =>
  names.reduce<Placed>(
    (done, name) => {
      const values = inputs[name]
      if (values === undefined) return done
      const source = toTensor(values)
      return { inputs: { ...done.inputs, [name]: { ...values, source } }, by: [...done.by, source] }
    },
    { inputs, by: [] },
  )
