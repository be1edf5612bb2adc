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

/** Text from data on a terminal: control characters, which could move the cursor or worse, are shown as escapes. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
