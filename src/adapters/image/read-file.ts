import type { Stats } from 'node:fs'
import { constants, type FileHandle, open, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../core/error.js'
import { BadImage, brief } from './bad-image.js'
import { tooManyBytes } from './decode.js'

/** The path that a file URL names. */
export const pathOfUrl = (url: URL): string => {
  try {
    return fileURLToPath(url)
  } catch (cause) {
    throw new BadImage('the URL of a file on this machine', `${brief(url.href)} (${messageOf(cause)})`)
  }
}

/**
 * The bytes of a regular file, read only where there are few enough of them. Pipes, devices and folders are refused, and opening one does
 * not wait for anybody.
 */
export const readFile = async (path: string, maxBytes: number): Promise<Uint8Array> => {
  const file = await opened(path)
  try {
    // Looked at once more: it may be another file by now.
    const { size } = checkRegular(await file.stat(), path)
    if (size > maxBytes) throw tooManyBytes(size, maxBytes)
    if (size === 0) throw new BadImage(EXPECTED, `${brief(path)}, a file of 0 bytes`)
    return await readAll(file, size)
  } finally {
    await file.close()
  }
}

const EXPECTED = 'the path of an image file'

const opened = async (path: string): Promise<FileHandle> => {
  try {
    // Looked at before it is opened: opening a device can do something.
    checkRegular(await stat(path), path)
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    if (cause instanceof BadImage) throw cause
    throw new BadImage(EXPECTED, `${brief(path)} (${reasonOf(cause)})`)
  }
}

const checkRegular = (found: Stats, path: string): Stats => {
  if (found.isFile()) return found
  throw new BadImage(EXPECTED, `${brief(path)}, ${found.isDirectory() ? 'a folder' : 'no regular file'}`)
}

/** As many bytes as the file had when it was looked at; one that grows meanwhile is cut there, one that shrinks is short. */
const readAll = async (file: FileHandle, size: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(size)
  let filled = 0
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

/** ENOENT and its like; the message itself repeats the path, however long. */
const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'it cannot be opened'
  return code === 'ENOENT' ? 'no such file' : code
}
