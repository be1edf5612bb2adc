/**
 * Stands in for @tensorflow/tfjs-node-gpu: it hands on tfjs-core, as the package does, and registers the backend `tensorflow`, which computes on the
 * processor and says that it is a GPU.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'

export * from '@tensorflow/tfjs-core'

class StandIn extends MathBackendCPU {
  readonly isGPUPackage = true
  readonly isUsingGpuDevice = true
}

tf.registerBackend('tensorflow', () => new StandIn())
tf.copyRegisteredKernels('cpu', 'tensorflow')
