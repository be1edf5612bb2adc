import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../core/error.js'

/** The part of onnxruntime-node that is used here. */
export type Runtime = typeof import('onnxruntime-node')
/** A session of onnxruntime-node. */
export type OrtSession = import('onnxruntime-node').InferenceSession

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
      (loading ??= import('onnxruntime-node').catch((cause: unknown) => {
        loading = undefined
        throw cause
      })),
    (cause): RewardError =>
      isNotFound(cause)
        ? { _tag: 'MissingPackage', reward, package: 'onnxruntime-node', install: INSTALL }
        : { _tag: 'Unavailable', reward, reason: `onnxruntime-node does not load: ${messageOf(cause)}` },
  )

const isNotFound = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND'
