import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../core/error.js'

/** Carries an error through asynchronous code up to {@link attempt}; it never leaves this folder. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'

  constructor(readonly error: RewardError) {
    super(error._tag)
  }
}

/** A file that cannot be used, or a place that must not be touched. */
export const badFile = (file: string, expected: string, received: string, cause?: unknown): ModelFailure =>
  new ModelFailure({ _tag: 'BadFile', file, expected, received, ...(cause === undefined ? {} : { cause }) })

/** Runs asynchronous code whose failures are exceptions: the rim of this folder. */
export const attempt = <A>(run: () => Promise<A>): TE.TaskEither<RewardError, A> =>
  TE.tryCatch(run, (cause) =>
    cause instanceof ModelFailure
      ? cause.error
      : { _tag: 'Unexpected', reward: 'models', message: messageOf(cause), cause },
  )

/** Whether an exception of the file system has one of these codes. */
export const hasCode = (cause: unknown, ...codes: ReadonlyArray<string>): boolean =>
  cause instanceof Error && 'code' in cause && codes.includes(String(cause.code))
