import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import { readOptions } from '../../grpo/loss/inputs/read-options.js'
import { type BackendName, BACKENDS, inOrder } from './backend-name.js'
import type { LoadPackage } from './candidate.js'
import { installed, openBackend } from './open-backend.js'

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
 * @returns Left `InvalidOption` for a name or an option that is none, `Unavailable` where nothing opens; else Right what was set, and why the others were not.
 * @remarks A package that is missing or broken, a driver that is missing, is a reason and no error. A WebGPU adapter in software (SwiftShader, llvmpipe) is never
 *   taken for a GPU: it is passed over unless it is asked for, and then `isSoftware` says so.
 * @example
 * ```ts @import.meta.vitest
 * expect(await pickBackend({ prefer: 'cpu' })()).toMatchObject({ right: { backend: 'cpu', device: 'CPU (JavaScript)', isSoftware: false } })
 * ```
 * @category constructors
 * @since 0.5.0
 */
export const pickBackend = (options: PickOptions = {}): TE.TaskEither<RewardError, PickedBackend> =>
  pickWith(installed, options)

const OWNER = 'pickBackend'

const NAMES = {
  expected: `one or several of ${BACKENDS.join(', ')}`,
  holds: (value: unknown): boolean => [value].flat().every((name) => BACKENDS.some((known) => known === name)),
}

/** The same with packages that come from elsewhere. */
export const pickWith = (load: LoadPackage, options: PickOptions): TE.TaskEither<RewardError, PickedBackend> =>
  pipe(
    TE.fromEither(readOptions<PickOptions>(OWNER, { prefer: NAMES }, options)),
    TE.chain(({ prefer = [] }) => firstThatOpens(load, [prefer].flat())),
  )

const firstThatOpens =
  (load: LoadPackage, preferred: ReadonlyArray<BackendName>): TE.TaskEither<RewardError, PickedBackend> =>
  async () => {
    const names = inOrder(preferred)
    const reasons = new Map<BackendName, string>()
    for (const name of names) {
      const opened = await openBackend(name, load, preferred.includes(name))
      if (E.isLeft(opened)) {
        reasons.set(name, opened.left)
        continue
      }
      const tried = names
        .filter((other) => other !== name)
        .map((other) => ({ name: other, reason: reasons.get(other) ?? `not looked for: ${name} comes first` }))
      return E.right({ backend: name, ...opened.right, tried })
    }
    const reason = [...reasons].map(([name, why]) => `${name}: ${why}`).join('; ')
    return E.left({ _tag: 'Unavailable', reward: OWNER, reason: `no backend of tfjs opens (${reason})` })
  }
