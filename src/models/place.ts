import { constants } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import path from 'node:path'
import { describe, messageOf } from '../core/error.js'
import { badFile, hasCode } from './failure.js'
import { makeFolders } from './make-folders.js'
import { isSafePath } from './safe-name.js'

const absent = (cause: unknown): undefined => {
  if (hasCode(cause, 'ENOENT', 'ENOTDIR')) return undefined
  throw cause
}

/** Whether a path lies in a folder or is it; both absolute and resolved. */
const isWithin = (folder: string, file: string): boolean => {
  const relative = path.relative(folder, file)
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative))
}

/**
 * The absolute path of something in a folder, when it is certain that it is there and nowhere else: each part of the path is a
 * plain name, and no symbolic link on the way leads out. The folder itself may be a link; the file at the end may not exist.
 *
 * A link at the very end is refused as well: what is kept here is a file.
 *
 * @param root - The folder, absolute.
 * @param relative - Parts with `/` between them.
 */
export const placeInside = async (root: string, relative: string): Promise<string> => {
  if (!isSafePath(relative)) throw badFile(describe(relative), 'a path of plain names', describe(relative))
  const home = await realpath(root).catch(absent)
  const full = path.join(home ?? root, ...relative.split('/'))
  if (home === undefined) return full
  const info = await lstat(full).catch(absent)
  if (info?.isSymbolicLink() === true) throw badFile(full, 'a file', 'a symbolic link')
  for (let folder = path.dirname(full); ; folder = path.dirname(folder)) {
    const real = await realpath(folder).catch(absent)
    if (real === undefined) continue
    if (!isWithin(home, real)) throw badFile(full, `a place inside ${home}`, `a symbolic link to ${real}`)
    return full
  }
}

/** The same, with the folders on the way made. */
export const makePlaceInside = async (root: string, relative: string): Promise<string> => {
  await makeFolder(root)
  const full = await placeInside(root, relative)
  await makeFolder(path.dirname(full))
  // Again: now every folder exists, and none may have become a link in between.
  return placeInside(root, relative)
}

const makeFolder = (folder: string): Promise<void> =>
  makeFolders(folder).catch((cause: unknown) => {
    throw badFile(folder, 'a folder to write to', messageOf(cause), cause)
  })

/** Flag for opening a file without following a link. Windows has none: there, links need rights that a user has not. */
export const NO_FOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0
