import * as tf from '@tensorflow/tfjs-core'
import type { BackwardInputs, CallInputs, Forward, TensorKernels } from './call.js'
import { watchDevice } from './device-faults.js'
import { rowFactors } from './row-factors.js'
import { backwardProgram, forwardProgram, type WebgpuProgram } from './webgpu-programs.js'

/** A value of a program's own, as tfjs-backend-webgpu takes it. */
interface Uniform {
  readonly type: 'float32' | 'int32'
  readonly data: ReadonlyArray<number>
}

/** As much of tfjs-backend-webgpu as is used here. */
interface WebgpuBackend {
  readonly runWebGPUProgram: (
    program: WebgpuProgram,
    inputs: ReadonlyArray<tf.TensorInfo>,
    dtype: 'float32',
    uniforms: ReadonlyArray<Uniform>,
  ) => tf.TensorInfo
}

const uniformsOf = (temperature: number, vocabulary: number, rows: number): ReadonlyArray<Uniform> => [
  { type: 'float32', data: [1 / temperature] },
  { type: 'int32', data: [vocabulary] },
  { type: 'int32', data: [rows] },
]

const tensorOf = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info)

const forward = (backend: WebgpuBackend, { logits, ids, mask }: CallInputs, temperature: number): Forward => {
  const [batch = 0, length = 0, vocabulary = 0] = logits.shape
  const rows = batch * length
  watchDevice(backend)
  const uniforms = uniformsOf(temperature, vocabulary, rows)
  const four = tf.tidy(() => {
    const measured = tensorOf(backend.runWebGPUProgram(forwardProgram(rows), [logits, ids, mask], 'float32', uniforms))
    return [0, 1, 2, 3].map((i) => tf.reshape(tf.slice(measured, [i, 0], [1, rows]), [batch, length]))
  })
  return four as unknown as Forward
}

const backward = (backend: WebgpuBackend, inputs: BackwardInputs, temperature: number): tf.TensorInfo => {
  const { logits, ids } = inputs
  const [batch = 0, length = 0, vocabulary = 0] = logits.shape
  const uniforms = uniformsOf(temperature, vocabulary, batch * length)
  return tf.tidy(() => {
    const { max, a, b, chosen, mask } = rowFactors(inputs, temperature)
    const factors = tf.concat([max, a, b, chosen, mask], 1)
    const program = backwardProgram(logits.shape)
    return tensorOf(backend.runWebGPUProgram(program, [logits, ids, factors], 'float32', uniforms))
  })
}

/** Two programs for the device, each of which reads the logits once; the second writes the gradient, and nothing of that size in between. */
export const webgpuKernels: TensorKernels = {
  forward: (backend, inputs, { temperature }) => forward(backend as WebgpuBackend, inputs, temperature),
  backward: (backend, inputs, { temperature }) => backward(backend as WebgpuBackend, inputs, temperature),
}
