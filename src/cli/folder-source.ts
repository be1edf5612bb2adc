import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { hasCode } from '../models/failure.js'
import { CommandFailure, reasonOf } from './exit-code.js'
import { type Io, printable } from './io.js'
import type { Source } from './source.js'

/** The folders inside, by the field of the sample their files stand for. */
const FOLDERS = { image: ['image', 'images'], reference: ['reference', 'references'] } as const

/** Whether `--in` names a folder; what is not there at all is told when it is opened. */
export const isFolder = async (name: string): Promise<boolean> =>
  name !== '-' && (await stat(name).catch(() => undefined))?.isDirectory() === true

/** What an image's name ends with. */
const IMAGE = /\.(?:png|jpe?g|webp|gif|avif|tiff?)$/i

/** Of many names that are left out, as many are told. */
const MOST_NAMED = 5

/**
 * A folder of image pairs as JSON Lines: `image/a.png` is compared with `reference/a.png`, the same name with another ending, or
 * the reference named as the folder it lies in (`image/a/3.png` with `reference/a.png`: a group); a single reference serves all. In the
 * order of the images' names. Links to files are files; what is left out is told on stderr.
 */
export const openFolder = async (folder: string, io: Pick<Io, 'stderr'>): Promise<Source> => {
  const [images, references] = [await filesOf(folder, 'image', io), await filesOf(folder, 'reference', io)]
  const find = finder(references)
  const pairs = images.files.map((name) => ({
    image: path.join(images.folder, name),
    reference: path.join(references.folder, find(name)),
  }))
  const text = pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('')
  const bytes = Buffer.from(text)
  return { stream: Readable.from([bytes]), name: folder, size: bytes.length, labels: images.files }
}

const filesOf = async (
  folder: string,
  field: keyof typeof FOLDERS,
  { stderr }: Pick<Io, 'stderr'>,
): Promise<{ readonly folder: string; readonly files: ReadonlyArray<string> }> => {
  for (const name of FOLDERS[field]) {
    const inside = path.join(folder, name)
    if (!(await isFolder(inside))) continue
    const { files, strange, others } = await listed(inside).catch((cause: unknown) => {
      throw new CommandFailure(`cannot read ${inside}: ${reasonOf(cause)}`)
    })
    if (others.length > 0) stderr.write(skipped(name, others, ['is no image', 'are no images']))
    if (strange.length > 0) stderr.write(skipped(name, strange, ['cannot be read', 'cannot be read']))
    if (files.length > 0) return { folder: inside, files }
    const left = others.length + strange.length
    throw new CommandFailure(`expected images in ${inside}, got ${left === 0 ? 'an empty folder' : 'none'}`)
  }
  throw new CommandFailure(
    `expected the folders ${FOLDERS.image[0]}/ and ${FOLDERS.reference[0]}/ in ${folder}, got none called ${FOLDERS[field].join(' or ')}`,
  )
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

/** Finds the reference of an image, among references by name and by name without ending. */
const finder = ({ files }: { readonly files: ReadonlyArray<string> }): ((image: string) => string) => {
  const names = new Set(files)
  const stems = new Map<string, string>()
  const twice = new Set<string>()
  for (const file of files) {
    const stem = stemOf(file)
    if (stems.has(stem)) twice.add(stem)
    stems.set(stem, file)
  }
  const only = files.length === 1 ? files[0] : undefined
  return (image) => {
    if (names.has(image)) return image
    const key = [stemOf(image), path.posix.dirname(image)].find((stem) => stems.has(stem))
    if (key !== undefined && twice.has(key)) {
      throw new CommandFailure(`expected one reference for image/${image}, got several called ${key}`)
    }
    const found = (key === undefined ? undefined : stems.get(key)) ?? only
    if (found !== undefined) return found
    throw new CommandFailure(`expected a reference for image/${image} (reference/${image}), got none`)
  }
}

const stemOf = (file: string): string => file.slice(0, file.length - path.posix.extname(file).length)
