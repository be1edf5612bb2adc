import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../core/error.js'
import { type BackendName, BACKENDS, inOrder } from './backend-name.js'
import { type Candidate, firstLine, type LoadPackage, type Opened } from './candidate.js'
import { openNode, openNodeGpu } from './open-node.js'
import { openCpu, openWasm } from './open-processor.js'
import { openWebgpu } from './open-webgpu.js'

/**
 * Options of {@link pickBackend}.
 *
 * @category model
 * @since 0.5.0
 */
export interface PickOptions {
  /** Tried first, one or several. A WebGPU adapter in software is taken only where `webgpu` is among them. */
  readonly prefer?: BackendName | ReadonlyArray<BackendName>
}

/**
 * The backend that tfjs now runs on, and why it is this one.
 *
 * @category model
 * @since 0.5.0
 */
export interface PickedBackend {
  readonly backend: BackendName
  /** How tfjs calls it: what `tf.setBackend` takes. */
  readonly registered: string
  /** What it runs on, in words. */
  readonly device: string
  /** Whether a processor plays the GPU: slower than `wasm`. */
  readonly isSoftware: boolean
  /** The others, in the order they were come to, and why they were not taken. */
  readonly tried: ReadonlyArray<{ readonly name: BackendName; readonly reason: string }>
}

/**
 * Finds the fastest backend of tfjs that is installed and opens here, and sets it: `node-gpu` (CUDA), `node`, `webgpu`, `wasm`, `cpu`. Nothing is
 * installed or downloaded.
 *
 * @param options - What to try first.
 * @returns Left `InvalidOption` for a name that is none, `Unavailable` where nothing opens; else Right what was set, and why the others were not.
 * @remarks A package that is missing or broken, a driver that is missing, is a reason and no error. A WebGPU adapter in software (SwiftShader, llvmpipe) is never
 *   taken for a GPU: it is passed over unless it is asked for, and then `isSoftware` says so.
 * @example
 * ```ts @import.meta.vitest
 * expect(await pickBackend({ prefer: 'cpu' })()).toMatchObject({ right: { backend: 'cpu', device: 'CPU (JavaScript)', isSoftware: false } })
 * ```
 * @category constructors
 * @since 0.5.0
 */
export const pickBackend = (options: PickOptions = {}): TaskEither<RewardError, PickedBackend> =>
  pickWith(load, options)

const load: LoadPackage = (name) => import(name)

const CANDIDATES: Readonly<Record<BackendName, Candidate>> = {
  'node-gpu': openNodeGpu,
  node: openNode,
  webgpu: openWebgpu,
  wasm: openWasm,
  cpu: openCpu,
}

/** The same with packages that come from elsewhere. */
export const pickWith =
  (load: LoadPackage, { prefer = [] }: PickOptions): TaskEither<RewardError, PickedBackend> =>
  async () => {
    const preferred = preferredOf(prefer)
    if (E.isLeft(preferred)) return preferred
    const reasons = new Map<BackendName, string>()
    for (const name of inOrder(preferred.right)) {
      const opened = await openAndSet(name, load, preferred.right)
      if (E.isLeft(opened)) {
        reasons.set(name, opened.left)
        continue
      }
      const tried = inOrder(preferred.right)
        .filter((other) => other !== name)
        .map((other) => ({ name: other, reason: reasons.get(other) ?? `not looked for: ${name} comes first` }))
      return E.right({ backend: name, ...opened.right, tried })
    }
    const reason = [...reasons].map(([name, why]) => `${name}: ${why}`).join('; ')
    return E.left({ _tag: 'Unavailable', reward: OWNER, reason: `no backend of tfjs opens (${reason})` })
  }

const OWNER = 'pickBackend'

const preferredOf = (prefer: unknown): E.Either<RewardError, ReadonlyArray<BackendName>> => {
  const names: ReadonlyArray<unknown> = Array.isArray(prefer) ? prefer : [prefer]
  const odd = names.find((name) => !BACKENDS.some((known) => known === name))
  if (odd === undefined && !names.includes(undefined)) return E.right(names as ReadonlyArray<BackendName>)
  const expected = `one or several of ${BACKENDS.join(', ')}`
  return E.left({ _tag: 'InvalidOption', reward: OWNER, option: 'prefer', expected, received: describe(odd) })
}

const openAndSet = async (
  name: BackendName,
  load: LoadPackage,
  preferred: ReadonlyArray<BackendName>,
): Promise<E.Either<string, Opened>> => {
  const opened = await CANDIDATES[name](load)
  if (E.isLeft(opened)) return opened
  const { registered, device, isSoftware } = opened.right
  if (isSoftware && !preferred.includes(name))
    return E.left(`${device} is no GPU, and slower than wasm: taken only where it is preferred`)
  try {
    return (await tf.setBackend(registered)) ? opened : E.left(`the backend \`${registered}\` does not start`)
  } catch (cause) {
    return E.left(`the backend \`${registered}\` does not start: ${firstLine(cause)}`)
  }
}
