import { messageOf, type RewardError } from '../../core/error.js'

/** Why a file cannot be used. Thrown by the parsers, caught where the file was opened: it never leaves this folder. */
export class Refusal extends Error {
  constructor(
    readonly expected: string,
    readonly received: string,
  ) {
    super(`expected ${expected}, got ${received}`)
    this.name = 'Refusal'
  }
}

/** Ends the reading of a file. */
export const refuse = (expected: string, received: string): never => {
  throw new Refusal(expected, received)
}

/** What every cut-off, replaced or half-fetched file needs. */
export const PULL_AGAIN = 'pull it again'

/** The error for what ended the reading of `file`. */
export const badFile = (file: string, cause: unknown): RewardError =>
  cause instanceof Refusal
    ? { _tag: 'BadFile', file, expected: cause.expected, received: cause.received }
    : { _tag: 'BadFile', file, expected: 'a file that can be read', received: messageOf(cause), cause }
