import { type RewardError, type RewardErrorTag, showError } from '../core/error.js'

/** Everything went well. */
export const OK = 0
/** At least one sample failed, and `--on-error fail`. */
export const SAMPLE_FAILED = 1
/** The command cannot be carried out as it was given. */
export const USAGE = 2
/** A model or an optional package is not there. */
export const MISSING = 3
/** The user interrupted: 128 + SIGINT. */
export const INTERRUPTED = 130

/** The exit code of a run that one of these errors ends. */
const EXIT_CODES: Readonly<Record<RewardErrorTag, number>> = {
  MissingField: SAMPLE_FAILED,
  InvalidInput: SAMPLE_FAILED,
  OriginalRaises: SAMPLE_FAILED,
  NonFinite: SAMPLE_FAILED,
  OutOfRange: SAMPLE_FAILED,
  WrongLength: SAMPLE_FAILED,
  Timeout: SAMPLE_FAILED,
  Unexpected: SAMPLE_FAILED,
  InvalidOption: USAGE,
  InvalidSpec: USAGE,
  UnknownReward: USAGE,
  MissingPackage: MISSING,
  MissingModel: MISSING,
  BadFile: MISSING,
  Download: MISSING,
  Unavailable: MISSING,
  Aborted: INTERRUPTED,
}

export const exitCodeOf = (error: RewardError): number => EXIT_CODES[error._tag]

/** Ends a command with a sentence for the user and an exit code; no stack is shown. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'

  constructor(
    message: string,
    readonly exitCode: number = USAGE,
  ) {
    super(message)
  }
}

/** The failure that a reward's error means for the whole command. */
export const failureOf = (error: RewardError): CommandFailure => new CommandFailure(showError(error), exitCodeOf(error))

/** What went wrong with a file, in words; the caller names the file. */
export const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause ? String(cause.code) : ''
  return REASONS.get(code) ?? cause.message
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'part of the path is no folder'],
  ['ENOSPC', 'no space left on the device'],
  ['EROFS', 'the file system is read-only'],
])
