import type { Readable, Writable } from 'node:stream'

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean }

/** What a command works with instead of the process: tests hand in their own. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal
  /** Of the package. */
  readonly version: string
  /** Settings by name; those of the process when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Control characters, which could move the cursor, and those that turn the direction of text around. */
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text from data on a terminal: what could make it show something else than the data is written as escapes. */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
