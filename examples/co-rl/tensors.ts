/**
 * What tfjs needs before a policy can learn in Node: a backend, and gradients of the five operations that the policy is made of.
 *
 * `import '@tensorflow/tfjs-core'` gives its CommonJS build there, in which no gradient is registered; and the file that registers them all,
 * `dist/register_all_gradients.js`, is written for bundlers: its imports lack their extensions, so that Node does not find them. But
 * `registerGradient` is public, and the registry is one for the whole process. The log-probabilities and the losses of 'corl-rewards/grpo' bring
 * their own gradients and need none of these.
 */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-wasm'

/** What an operand was repeated along is summed up. */
const summed = (gradient: tf.Tensor, { shape }: tf.Tensor): tf.Tensor => {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape)
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape)
}

const add: tf.GradConfig = {
  kernelName: 'Add',
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b]) => ({ a: () => summed(dy as tf.Tensor, a!), b: () => summed(dy as tf.Tensor, b!) }),
}

const multiply: tf.GradConfig = {
  kernelName: 'Multiply',
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b]) => ({
    a: () => summed(tf.mul(dy as tf.Tensor, b!), a!),
    b: () => summed(tf.mul(dy as tf.Tensor, a!), b!),
  }),
}

const tanh: tf.GradConfig = {
  kernelName: 'Tanh',
  outputsToSave: [true],
  gradFunc: (dy, [y]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.sub(1, tf.square(y!))) }),
}

const reshape: tf.GradConfig = {
  kernelName: 'Reshape',
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({ x: () => tf.reshape(dy as tf.Tensor, x!.shape) }),
}

/** Of `tf.matMul(a, b)` and `tf.matMul(a, b, false, true)`. */
const matMul: tf.GradConfig = {
  kernelName: 'BatchMatMul',
  inputsToSave: ['a', 'b'],
  gradFunc: (given, [a, b], attributes) => {
    const dy = given as tf.Tensor
    const isTransposed = attributes['transposeB'] === true
    return {
      a: () => tf.matMul(dy, b!, false, !isTransposed),
      b: () => (isTransposed ? tf.matMul(dy, a!, true, false) : tf.matMul(a!, dy, true, false)),
    }
  },
}

/** Readies the backend: WebAssembly, which for tensors as small as these is quicker than plain JavaScript. */
export const readyTensors = async (): Promise<void> => {
  // Without checks of every number, and without a recommendation on stderr.
  tf.enableProdMode()
  if (!(await tf.setBackend('wasm'))) throw new Error('expected the backend `wasm` of tfjs to start, got no backend')
  for (const config of [add, multiply, tanh, reshape, matMul]) tf.registerGradient(config)
}
