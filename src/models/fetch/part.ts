import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises'
import { constants } from 'node:fs'
import { hasCode } from '../failure.js'
import { NO_FOLLOW } from '../place.js'

/** What has come of a file so far: `<file>.part`, and beside it the tag of the version it is of. */
export interface Part {
  readonly path: string
  readonly handle: FileHandle
  /** In bytes. */
  readonly length: () => number
  /** The entity tag under which it came. */
  readonly tag: () => string | undefined
  readonly append: (chunk: Uint8Array) => Promise<void>
  /** Begins anew, with what comes now under this tag. */
  readonly restart: (tag: string | undefined) => Promise<void>
}

const MAX_TAG = 1000

/** Opens what is there of a file, or begins it. A link in its place is not followed. */
export const openPart = async (path: string): Promise<Part> => {
  const tagPath = `${path}.tag`
  const flags = constants.O_RDWR | constants.O_CREAT | NO_FOLLOW
  const handle = await open(path, flags, 0o644)
  let length = (await handle.stat()).size
  let tag = await readTag(tagPath)
  return {
    path,
    handle,
    length: () => length,
    tag: () => tag,
    append: async (chunk) => {
      await handle.write(chunk, 0, chunk.length, length)
      length += chunk.length
    },
    restart: async (next) => {
      await handle.truncate(0)
      length = 0
      tag = next
      await rm(tagPath, { force: true })
      if (next !== undefined && next.length <= MAX_TAG) await writeFile(tagPath, next, { flag: 'wx' })
    },
  }
}

/** Takes away what is left of a download. */
export const removePart = async (path: string): Promise<void> => {
  await rm(path, { force: true })
  await rm(`${path}.tag`, { force: true })
}

const readTag = async (path: string): Promise<string | undefined> => {
  try {
    const text = await readFile(path, { encoding: 'utf8', flag: constants.O_RDONLY | NO_FOLLOW })
    return text.length <= MAX_TAG && /^"[\x21\x23-\x7e]*"$/.test(text) ? text : undefined
  } catch (cause) {
    if (hasCode(cause, 'ENOENT', 'ELOOP', 'EISDIR')) return undefined
    throw cause
  }
}
