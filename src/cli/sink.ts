import { type FileHandle, open } from 'node:fs/promises'
import { CommandFailure, reasonOf } from './exit-code.js'
import type { Io } from './io.js'
import type { Source } from './source.js'

/** Where result lines go. */
export interface Sink {
  /** Writes whole lines. */
  readonly write: (text: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens `--out`; `-` is stdout. The input cannot be its own output. */
export const openSink = async (file: string, io: Io, source?: Source): Promise<Sink> => {
  if (file === '-') return { write: (text) => writeTo(io, text), close: () => Promise.resolve() }
  const handle = await openForWriting(file, source)
  const isRegular = (await handle.stat()).isFile()
  let written = 0
  return {
    write: async (text) => {
      const bytes = Buffer.from(text)
      try {
        for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten
      } catch (cause) {
        // A full disk must not leave half a line behind.
        if (isRegular) await handle.truncate(written).catch(() => undefined)
        throw new CommandFailure(`cannot write ${file}: ${reasonOf(cause)}`)
      }
      written += bytes.length
    },
    close: () => handle.close(),
  }
}

/**
 * Opens `--out` for what is read from an open input, which is let go if that fails. At a terminal, says what is waited for.
 *
 * @param awaited - What is read and in what form: `['texts', 'one a line']`.
 */
export const openSinkBeside = async (
  source: Source,
  files: { readonly in: string; readonly out: string },
  awaited: readonly [what: string, form: string],
  io: Io,
): Promise<Sink> => {
  const sink = await openSink(files.out, io, source).catch((cause: unknown) => {
    source.stream.destroy()
    throw cause
  })
  if (files.in === '-' && io.stdin.isTTY === true)
    io.stderr.write(`corl: reading ${awaited[0]} from the terminal, ${awaited[1]}; Ctrl-D ends\n`)
  return sink
}

/** Opened without being emptied first: the file may turn out to be the input under another name. */
const openForWriting = async (file: string, source: Source | undefined): Promise<FileHandle> => {
  try {
    const handle = await open(file, 'a').then(async (probe) => {
      const { dev, ino } = await probe.stat()
      await probe.close()
      return source?.identity === `${dev}:${ino}` ? undefined : open(file, 'w')
    })
    if (handle !== undefined) return handle
  } catch (cause) {
    throw new CommandFailure(`cannot write ${file}: ${reasonOf(cause)}`)
  }
  throw new CommandFailure(`cannot write ${file}: it is the input`)
}

/** The reader of stdout has gone (`corl score ... | head`): nobody wants more, and that is no failure. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

const writeTo = (io: Io, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    io.stdout.write(text, (cause?: NodeJS.ErrnoException | null) => {
      if (cause === undefined || cause === null) resolve()
      else if (GONE.has(cause.code ?? '')) reject(new ReaderGone())
      else reject(new CommandFailure(`cannot write to stdout: ${reasonOf(cause)}`))
    })
  })

const GONE = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])
