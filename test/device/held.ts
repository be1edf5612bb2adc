import * as tf from '@tensorflow/tfjs-core'

/** What tfjs and the backend in use hold, and this process with it. */
export interface Held {
  readonly tensors: number
  readonly dataBuffers: number
  /** The backend's own: entries of its storage, buffers and textures of a device in use, bytes of WebAssembly memory. */
  readonly backend: Readonly<Record<string, number>>
  /** Bytes of JavaScript, after its garbage is gone. */
  readonly javaScript: number
  /** Bytes of the whole process. */
  readonly resident: number
}

/** Looks when nothing is under way: what was submitted to a device is done, and what was disposed of is released. */
export const lookAtHeld = async (): Promise<Held> => {
  const backend = await settled()
  if (globalThis.gc === undefined)
    throw new Error('expected node --expose-gc: the project `device` of vitest.config.ts sets it')
  globalThis.gc()
  const { numTensors, numDataBuffers } = tf.memory()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  return {
    tensors: numTensors,
    dataBuffers: numDataBuffers,
    backend,
    javaScript: heapUsed + arrayBuffers,
    resident: rss,
  }
}

const settled = async (): Promise<Readonly<Record<string, number>>> => {
  const backend = tf.backend() as any
  const entries = backend.numDataIds()
  if (backend.wasm !== undefined) return { entries, memory: backend.wasm.HEAPU8.byteLength }
  if (backend.bufferManager === undefined) return { entries }
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  backend.submitQueue()
  await backend.queue.onSubmittedWorkDone()
  const { bufferManager, textureManager } = backend
  return {
    entries,
    buffers: bufferManager.numUsedBuffers,
    bytes: bufferManager.numBytesUsed,
    textures: textureManager.numUsedTextures,
  }
}
