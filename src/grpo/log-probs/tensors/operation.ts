import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { orThrow } from '../../loss/rim/or-throw.js'
import type { BackwardInputs, CallAttributes, CallInputs, TensorKernels } from './call.js'
import { cpuAccess, wasmAccess } from './memory-access.js'
import { memoryKernels } from './memory-kernels.js'
import { opsKernels } from './ops-kernels.js'
import { withSharedCopies } from './shared-copies.js'
import { webgpuKernels } from './webgpu-kernels.js'

/** The operation, and the one that makes its gradient, among the kernels of tfjs. */
const FORWARD = 'CorlTokenLogProbs'
const BACKWARD = 'CorlTokenLogProbsGradient'

/** Backends for which there is more than operations of tfjs. */
const MADE_FOR = new Map<string, TensorKernels>([
  ['cpu', memoryKernels(cpuAccess)],
  ['wasm', memoryKernels(wasmAccess)],
  ['webgpu', webgpuKernels],
])

/** Registers the operation for the backend in use, and its gradient. Nothing is registered on import. */
const register = (): void => {
  const backendName = tf.getBackend()
  if (tf.getKernel(FORWARD, backendName) !== undefined && tf.getGradient(FORWARD) !== undefined) return
  const kernels = MADE_FOR.get(backendName) ?? opsKernels
  tf.registerKernel({
    kernelName: FORWARD,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const attributes = attrs as unknown as CallAttributes
      const results = kernels.forward(backend, inputs as unknown as CallInputs, attributes)
      const { fault } = attributes.report
      if (fault === undefined) return [...results]
      // Before tfjs keeps anything for the gradient: what it keeps of a call that fails afterwards stays for good.
      for (const { dataId } of results) (backend as { disposeData: (id: object) => boolean }).disposeData(dataId)
      return orThrow(E.left(fault))
    },
  })
  tf.registerKernel({
    kernelName: BACKWARD,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernels.backward(backend, inputs as unknown as BackwardInputs, attrs as unknown as CallAttributes),
  })
  if (tf.getGradient(FORWARD) === undefined)
    tf.registerGradient({
      kernelName: FORWARD,
      inputsToSave: ['logits', 'ids', 'mask'],
      outputsToSave: [true, true, true, true],
      gradFunc: (gradients, saved, attrs) => ({ logits: () => slope(gradients as Array<tf.Tensor>, saved, attrs) }),
    })
}

const slope = (
  gradients: ReadonlyArray<tf.Tensor>,
  saved: ReadonlyArray<tf.Tensor>,
  attrs: tf.NamedAttrMap,
): tf.Tensor => {
  const [logits, ids, mask, logProbs, entropies, max, logSum] = saved
  const [gradLogProbs, gradEntropies] = gradients
  const inputs = { logits, ids, mask, logProbs, entropies, max, logSum, gradLogProbs, gradEntropies }
  return tf.engine().runKernel(BACKWARD, inputs as unknown as tf.NamedTensorMap, attrs)
}

/** The operation on the backend in use; the results are to be disposed of, as those of every operation. Throws where the report tells a fault. */
export const runOperation = (
  inputs: { readonly logits: tf.Tensor3D; readonly ids: tf.Tensor2D; readonly mask: tf.Tensor2D },
  attributes: CallAttributes,
): readonly [logProbs: tf.Tensor2D, entropies: tf.Tensor2D] => {
  register()
  const attrs = attributes as unknown as tf.NamedAttrMap
  const [logProbs, entropies, max, logSum] = withSharedCopies(() =>
    tf.engine().runKernel<Array<tf.Tensor2D>>(FORWARD, inputs, attrs),
  ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor, tf.Tensor]
  // Whoever differentiates has kept copies.
  tf.dispose([max, logSum])
  return [logProbs, entropies]
}
