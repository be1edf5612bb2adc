import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { difference, digestFile, type FileDigest } from './digest.js'
import { badFile, hasCode } from './failure.js'
import { type FileRecord, writeRecord } from './record.js'

/** A file that is complete and known, on its way to its place. */
export interface Arrival {
  readonly home: string
  /** Under the home. */
  readonly file: string
  /** Absolute, as `makePlaceInside` gave it. */
  readonly place: string
  readonly record: FileRecord
}

/** Puts a file that lies in the folder of its place there: all of it at once, and on the disk before anything says so. */
export const install = async (from: string, { home, file, place, record }: Arrival): Promise<void> => {
  await sync(from)
  // The record first: one without its file says nothing, a file without its record could not be verified.
  await writeRecord(home, file, record)
  await rename(from, place)
  await sync(path.dirname(place)).catch(() => undefined)
}

/**
 * Brings a file in from elsewhere on this machine.
 *
 * @param how - `'link'`: the same file under a second name where that can be; `'copy'`: always one of its own.
 * @param digest - What the file was found to be; a copy is read again.
 */
export const bringIn = async (
  from: string,
  how: 'link' | 'copy',
  digest: FileDigest,
  arrival: Arrival,
  signal: AbortSignal,
): Promise<'linked' | 'copied'> => {
  const temporary = `${arrival.place}.${randomUUID()}.new`
  try {
    const linked = how === 'link' && (await linkInto(from, temporary))
    if (!linked) {
      await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
      signal.throwIfAborted()
      const wrong = difference(await digestFile(temporary, { signal }), {
        digest: { kind: 'sha256', hex: digest.sha256 },
      })
      if (wrong !== undefined) throw badFile(from, wrong.expected, `${wrong.received}: it changed while it was copied`)
    }
    await install(temporary, arrival)
    return linked ? 'linked' : 'copied'
  } finally {
    await rm(temporary, { force: true })
  }
}

const linkInto = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to)
    return true
  } catch (cause) {
    if (hasCode(cause, 'EXDEV', 'EPERM', 'EACCES', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) return false
    throw cause
  }
}

const sync = async (file: string): Promise<void> => {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } catch (cause) {
    // A file that may only be read, as one linked from a cache, or a file system without the call.
    if (!hasCode(cause, 'EPERM', 'EACCES', 'EBADF', 'EINVAL', 'ENOTSUP')) throw cause
  } finally {
    await handle.close()
  }
}
