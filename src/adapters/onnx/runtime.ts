import type * as Ort from 'onnxruntime-node'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../core/error.js'

/** The part of onnxruntime-node that is used here. */
export type Runtime = typeof Ort
/** A session of onnxruntime-node. */
export type OrtSession = Ort.InferenceSession

/** The command that installs the runtime. */
const INSTALL = 'npm install onnxruntime-node'

let loading: Promise<Runtime> | undefined

/**
 * Loads onnxruntime-node, once a process; a failure is forgotten, so that installing the package is enough.
 *
 * @returns `Left MissingPackage` where it is not installed, `Left Unavailable` where its native part does not load.
 */
export const loadRuntime = (reward: string): TE.TaskEither<RewardError, Runtime> =>
  TE.tryCatch(
    () =>
      (loading ??= import('onnxruntime-node').then(quiet, (cause: unknown) => {
        loading = undefined
        throw cause
      })),
    (cause): RewardError =>
      isNotFound(cause)
        ? { _tag: 'MissingPackage', reward, package: 'onnxruntime-node', install: INSTALL }
        : { _tag: 'Unavailable', reward, reason: `onnxruntime-node does not load: ${messageOf(cause)}` },
  )

/** What goes wrong is thrown; said on stderr as well, it would end up in the output of commands. */
const quiet = (runtime: Runtime): Runtime => {
  runtime.env.logLevel = 'fatal'
  return runtime
}

const isNotFound = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND'
