import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { type Candidate, firstLine, loaded } from './candidate.js'

/** Events for which the backend's WebAssembly listens in Node, only to throw what it hears once more. */
const EVENTS = ['uncaughtException', 'unhandledRejection'] as const

/** WebAssembly, with SIMD and threads where the engine has them. */
export const openWasm: Candidate = async (load) => {
  const module = await loaded<object>(load, '@tensorflow/tfjs-backend-wasm')
  if (E.isLeft(module)) return module
  const before = EVENTS.map((event) => new Set(process.listeners(event as 'uncaughtException')))
  try {
    if (!(await tf.setBackend('wasm'))) return E.left('the backend `wasm` does not start')
    const hasSimd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')
    return E.right({
      registered: 'wasm',
      device: `CPU (WebAssembly, ${hasSimd === true ? 'SIMD' : 'no SIMD'})`,
      isSoftware: false,
    })
  } catch (cause) {
    return E.left(`the backend \`wasm\` does not start: ${firstLine(cause)}`)
  } finally {
    // What is not caught stays this process's own affair.
    for (const [i, event] of EVENTS.entries()) {
      for (const listener of process.listeners(event as 'uncaughtException'))
        if (before[i]?.has(listener) === false) process.removeListener(event, listener)
    }
  }
}

/** Plain JavaScript. */
export const openCpu: Candidate = async (load) => {
  const module = await loaded<object>(load, '@tensorflow/tfjs-backend-cpu')
  if (E.isLeft(module)) return module
  // At its first tensor it would advertise a faster package on stderr: that one was looked for, or is not wanted.
  const backend = tf.findBackend('cpu') as { firstUse?: boolean } | null
  if (backend !== null) backend.firstUse = false
  return E.right({ registered: 'cpu', device: 'CPU (JavaScript)', isSoftware: false })
}
