import * as tf from '@tensorflow/tfjs-core'

/** As much of tfjs-backend-wasm as is used here. */
interface WasmBackend {
  readonly incRef: (dataId: object) => void
}

/**
 * Runs an operation that keeps its inputs for the gradient. tfjs keeps a copy made by the kernel `Identity`, which on the backend `wasm` alone takes as
 * much memory again: meanwhile it is one that shares the memory, as those of the other backends do, and as `Reshape` does there.
 */
export const withSharedCopies = <A>(run: () => A): A => {
  const backendName = tf.getBackend()
  const usual = backendName === 'wasm' ? tf.getKernel('Identity', backendName) : undefined
  if (usual === undefined) return run()
  swap({
    ...usual,
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = inputs['x'] as tf.TensorInfo
      ;(backend as WasmBackend).incRef(dataId)
      return { dataId, shape, dtype }
    },
  })
  try {
    return run()
  } finally {
    swap(usual)
  }
}

/** A kernel that is there already must go first, else tfjs warns. */
const swap = (kernel: tf.KernelConfig): void => {
  tf.unregisterKernel(kernel.kernelName, kernel.backendName)
  tf.registerKernel(kernel)
}
