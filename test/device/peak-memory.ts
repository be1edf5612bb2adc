import * as tf from '@tensorflow/tfjs-core'

const bytesOf = (shape: ReadonlyArray<number>): number => 4 * shape.reduce((count, size) => count * size, 1)

/**
 * The most memory that the backend in use held at once while something ran, beyond what it held before, in bytes. `tf.memory` and `tf.profile` count a tensor that
 * shares its memory with another as if it had its own: here it is the backend's own buffers.
 */
export const peakMemory = async (run: () => unknown): Promise<number> => {
  const backend = tf.backend() as any
  return backend.bufferManager === undefined ? inProcess(backend, run) : onDevice(backend.bufferManager, run)
}

/** By what the backend writes and disposes of. */
const inProcess = async (backend: any, run: () => unknown): Promise<number> => {
  const held = new WeakMap<object, number>()
  let [live, peak] = [0, 0]
  const write = backend.write
  const dispose = backend.disposeData
  backend.write = (values: unknown, shape: ReadonlyArray<number>, dtype: unknown) => {
    const id = write.call(backend, values, shape, dtype)
    held.set(id, bytesOf(shape))
    live += bytesOf(shape)
    peak = Math.max(peak, live)
    return id
  }
  backend.disposeData = (id: object, ...rest: ReadonlyArray<unknown>) => {
    const isGone = dispose.call(backend, id, ...rest)
    if (isGone === true) live -= held.get(id) ?? 0
    return isGone
  }
  try {
    await run()
  } finally {
    delete backend.write
    delete backend.disposeData
  }
  return peak
}

/** By the buffers it holds, those that wait to be used again among them. */
const onDevice = async (buffers: any, run: () => unknown): Promise<number> => {
  const before = buffers.numBytesAllocated
  await run()
  return buffers.numBytesAllocated - before
}
