import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { hasCode } from '../models/failure.js'
import { CommandFailure, reasonOf } from './exit-code.js'
import { type Io, printable } from './io.js'

/** What an image's name ends with. */
const IMAGE = /\.(?:png|jpe?g|webp|gif|avif|tiff?)$/i

/** Of many names that are left out, as many are told. */
const MOST_NAMED = 5

/**
 * The images in a folder and the folders in it, by their names with `/` between, in order. Links to files are files; what is left out is
 * told on stderr.
 *
 * @param shown - What the folder is called there.
 */
export const imageFilesIn = async (
  folder: string,
  shown: string,
  { stderr }: Pick<Io, 'stderr'>,
): Promise<ReadonlyArray<string>> => {
  const { files, strange, others } = await listed(folder).catch((cause: unknown) => {
    throw new CommandFailure(`cannot read ${folder}: ${reasonOf(cause)}`)
  })
  if (others.length > 0) stderr.write(skipped(shown, others, ['is no image', 'are no images']))
  if (strange.length > 0) stderr.write(skipped(shown, strange, ['cannot be read', 'cannot be read']))
  if (files.length > 0) return files
  const left = others.length + strange.length
  throw new CommandFailure(`expected images in ${folder}, got ${left === 0 ? 'an empty folder' : 'none'}`)
}

interface Listed {
  /** The images. */
  readonly files: ReadonlyArray<string>
  /** What is no file at all, with what it is. */
  readonly strange: ReadonlyArray<string>
  /** Files that are no images by their names. */
  readonly others: ReadonlyArray<string>
}

const listed = async (folder: string): Promise<Listed> => {
  const found = { files: new Array<string>(), strange: new Array<string>(), others: new Array<string>() }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory() || entry.name.startsWith('.')) continue
    const full = path.join(entry.parentPath, entry.name)
    const name = path.relative(folder, full).split(path.sep).join('/')
    const fault = entry.isFile() ? undefined : await faultOf(full, entry)
    if (fault !== undefined) found.strange.push(`${name} (${fault})`)
    else (IMAGE.test(name) ? found.files : found.others).push(name)
  }
  return { files: found.files.sort(), strange: found.strange.sort(), others: found.others.sort() }
}

/** Why something is not to be read as a file; a link to one is. */
const faultOf = async (full: string, entry: Dirent): Promise<string | undefined> => {
  if (!entry.isSymbolicLink()) return 'no file'
  try {
    const target = await stat(full)
    if (target.isFile()) return undefined
    // Followed, it could lead round in a circle.
    return target.isDirectory() ? 'a link to a folder' : 'a link to what is no file'
  } catch (cause) {
    return hasCode(cause, 'ENOENT', 'ENOTDIR') ? 'a link to nothing' : `a link, ${reasonOf(cause)}`
  }
}

const skipped = (folder: string, names: ReadonlyArray<string>, [one, several]: readonly [string, string]): string => {
  const what =
    names.length === 1 ? `1 file in ${folder}/ that ${one}` : `${names.length} files in ${folder}/ that ${several}`
  const first = names.slice(0, MOST_NAMED).map(printable).join(', ')
  return `corl: skipped ${what}: ${first}${names.length > MOST_NAMED ? ', ...' : ''}\n`
}
