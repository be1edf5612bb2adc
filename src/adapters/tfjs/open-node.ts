import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { type Candidate, firstLine, loaded, type Opened } from './candidate.js'

/** The name under which both packages register. */
const REGISTERED = 'tensorflow'

/** As much of the backend of tfjs-node as is used here. */
interface NodeBackend {
  readonly isGPUPackage?: boolean
  readonly isUsingGpuDevice?: boolean
}

const versionOf = (module: object): string =>
  'version_core' in module && typeof module.version_core === 'string' ? ` ${module.version_core}` : ''

/** libtensorflow with CUDA. Where it finds no GPU it would run on the processor, and is not taken for one. */
export const openNodeGpu: Candidate = async (load) => {
  const module = await loaded<object>(load, '@tensorflow/tfjs-node-gpu')
  if (E.isLeft(module)) return module
  const backend = backendOf()
  if (E.isLeft(backend)) return backend
  return backend.right.isUsingGpuDevice === true
    ? E.right(opened(`GPU by CUDA (libtensorflow, tfjs${versionOf(module.right)})`))
    : E.left('@tensorflow/tfjs-node-gpu finds no GPU of CUDA')
}

/** libtensorflow on the processor. */
export const openNode: Candidate = async (load) => {
  const module = await loaded<object>(load, '@tensorflow/tfjs-node')
  if (E.isLeft(module)) return module
  const backend = backendOf()
  return E.isLeft(backend) ? backend : E.right(opened(`CPU (libtensorflow, tfjs${versionOf(module.right)})`))
}

const opened = (device: string): Opened => ({ registered: REGISTERED, device, isSoftware: false })

/** Both packages register on import. */
const backendOf = (): E.Either<string, NodeBackend> => {
  try {
    const backend: unknown = tf.findBackend(REGISTERED)
    if (typeof backend === 'object' && backend !== null) return E.right(backend)
    return E.left(`no backend \`${REGISTERED}\` was registered: another copy of @tensorflow/tfjs-core may be installed`)
  } catch (cause) {
    return E.left(`the backend \`${REGISTERED}\` does not open: ${firstLine(cause)}`)
  }
}
