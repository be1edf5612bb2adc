import { fstatSync, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { CommandFailure, reasonOf } from './exit-code.js'
import type { Io } from './io.js'

/** Bytes asked of a file at once. */
const CHUNK_BYTES = 1 << 20

/** An opened input. */
export interface Source {
  readonly stream: Readable
  /** How the user calls it. */
  readonly name: string
  /** Length of a regular file, in bytes. */
  readonly size?: number
  /** Device and inode of a regular file: what it is, whatever its name. */
  readonly identity?: string
  /** How its samples are called, in order, where they have names: the images of a folder. */
  readonly labels?: ReadonlyArray<string>
}

/** Opens `--in`; `-` is stdin. */
export const openSource = async (file: string, io: Io): Promise<Source> => {
  if (file === '-') return { stream: io.stdin, name: 'stdin', ...redirected(io.stdin) }
  try {
    const handle = await open(file, 'r')
    const stats = await handle.stat()
    if (stats.isDirectory()) {
      await handle.close()
      throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
    }
    const stream = handle.createReadStream({ highWaterMark: CHUNK_BYTES })
    return { stream, name: file, ...regular(stats) }
  } catch (cause) {
    throw new CommandFailure(`cannot read ${file}: ${reasonOf(cause)}`)
  }
}

/** What is known of a regular file. */
const regular = (stats: Stats): Pick<Source, 'size' | 'identity'> =>
  stats.isFile() ? { size: stats.size, identity: `${stats.dev}:${stats.ino}` } : {}

/** The shell may have put a file there (`corl score < samples.jsonl`). */
const redirected = (stdin: Readable & { readonly fd?: number }): Pick<Source, 'size' | 'identity'> =>
  typeof stdin.fd === 'number' ? regular(fstatSync(stdin.fd)) : {}
