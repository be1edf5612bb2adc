import type { MemoryAccess } from './memory-kernels.js'
import type * as tf from '@tensorflow/tfjs-core'

/** As much of tfjs-backend-cpu as is used here. */
interface CpuBackend {
  readonly readSync: (dataId: object) => ArrayLike<number>
  readonly makeTensorInfo: (shape: ReadonlyArray<number>, dtype: 'float32', values: Float32Array) => tf.TensorInfo
}

/** As much of tfjs-backend-wasm as is used here. */
interface WasmBackend {
  readonly typedArrayFromHeap: (tensor: tf.TensorInfo) => Float32Array
  readonly makeOutput: (shape: ReadonlyArray<number>, dtype: 'float32') => tf.TensorInfo
}

const sizeOf = (shape: ReadonlyArray<number>): number => shape.reduce((size, count) => size * count, 1)

/** The backend `cpu` keeps arrays, and hands them out as they are. */
export const cpuAccess: MemoryAccess = {
  read: (backend, { dataId }) => (backend as CpuBackend).readSync(dataId),
  make: (backend, shape) => (backend as CpuBackend).makeTensorInfo(shape, 'float32', new Float32Array(sizeOf(shape))),
}

/** The backend `wasm` keeps them in its heap. */
export const wasmAccess: MemoryAccess = {
  read: (backend, tensor) => (backend as WasmBackend).typedArrayFromHeap(tensor),
  make: (backend, shape) => (backend as WasmBackend).makeOutput(shape, 'float32'),
}
