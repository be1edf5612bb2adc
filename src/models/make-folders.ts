import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { hasCode } from './failure.js'

/**
 * Makes a folder and those it lies in, from the nearest one that exists. Node's own way of doing so never ends where a file system says of
 * a new folder that its parent is missing, as /proc does.
 *
 * @param folder - Absolute or not; a link to a folder is one.
 * @throws The file system's error, with its `code` and the path in its message, where a folder cannot be made or something else has its place.
 */
export const makeFolders = async (folder: string): Promise<void> => {
  const missing: Array<string> = []
  let at = path.resolve(folder)
  // At the latest the root exists.
  while (!(await isFolder(at)) && path.dirname(at) !== at) {
    missing.push(at)
    at = path.dirname(at)
  }
  for (const one of missing.reverse()) {
    try {
      await mkdir(one)
    } catch (cause) {
      // Another process may have made it in between.
      if (!hasCode(cause, 'EEXIST') || !(await isFolder(one))) throw cause
    }
  }
}

/** Whether there is a folder; nothing at all is none, and anything else is in the way. */
const isFolder = async (name: string): Promise<boolean> => {
  try {
    if ((await stat(name)).isDirectory()) return true
  } catch (cause) {
    if (hasCode(cause, 'ENOENT', 'ENOTDIR')) return false
    throw cause
  }
  throw Object.assign(new Error(`ENOTDIR: not a folder, '${name}'`), { code: 'ENOTDIR' })
}
