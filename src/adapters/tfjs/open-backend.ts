import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type { BackendName } from './backend-name.js'
import { type Candidate, firstLine, type LoadPackage, type Opened } from './candidate.js'
import { openNode, openNodeGpu } from './open-node.js'
import { openCpu, openWasm } from './open-processor.js'
import { openWebgpu } from './open-webgpu.js'

const CANDIDATES: Readonly<Record<BackendName, Candidate>> = {
  'node-gpu': openNodeGpu,
  node: openNode,
  webgpu: openWebgpu,
  wasm: openWasm,
  cpu: openCpu,
}

/** The packages that are installed. */
export const installed: LoadPackage = (name) => import(name)

/**
 * Opens one backend and sets it.
 *
 * @param isPreferred - Whether it was asked for by its name: a processor that plays the GPU is taken only then.
 * @returns Left why it cannot be used here.
 */
export const openBackend = async (
  name: BackendName,
  load: LoadPackage,
  isPreferred: boolean,
): Promise<E.Either<string, Opened>> => {
  const opened = await CANDIDATES[name](load)
  if (E.isLeft(opened)) return opened
  const { registered, device, isSoftware } = opened.right
  if (isSoftware && !isPreferred)
    return E.left(`${device} is no GPU, and slower than wasm: taken only where it is preferred`)
  try {
    return (await tf.setBackend(registered)) ? opened : E.left(`the backend \`${registered}\` does not start`)
  } catch (cause) {
    return E.left(`the backend \`${registered}\` does not start: ${firstLine(cause)}`)
  }
}
