import { shorten } from './text.js'

/** Tells what is being measured. */
export interface Progress {
  readonly tell: (text: string) => void
  readonly clear: () => void
}

/** Where progress is written: stderr. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly write: (text: string) => unknown
}

/** Writes over the present line. */
const CLEAR_LINE = '\r\u001B[K'

/** One line that is written over; nothing where stderr is no terminal. */
export const progressOn = (stream: ProgressStream): Progress => {
  if (stream.isTTY !== true) return { tell: () => undefined, clear: () => undefined }
  return {
    tell: (text) => void stream.write(CLEAR_LINE + shorten(text, (stream.columns ?? 80) - 1)),
    clear: () => void stream.write(CLEAR_LINE),
  }
}
