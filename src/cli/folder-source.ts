import { stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { CommandFailure } from './exit-code.js'
import { imageFilesIn } from './image-files.js'
import type { Io } from './io.js'
import type { Source } from './source.js'

/** The folders inside, by the field of the sample their files stand for. */
const FOLDERS = { image: ['image', 'images'], reference: ['reference', 'references'] } as const

/** Whether `--in` names a folder; what is not there at all is told when it is opened. */
export const isFolder = async (name: string): Promise<boolean> =>
  name !== '-' && (await stat(name).catch(() => undefined))?.isDirectory() === true

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
  io: Pick<Io, 'stderr'>,
): Promise<{ readonly folder: string; readonly files: ReadonlyArray<string> }> => {
  for (const name of FOLDERS[field]) {
    const inside = path.join(folder, name)
    if (await isFolder(inside)) return { folder: inside, files: await imageFilesIn(inside, name, io) }
  }
  throw new CommandFailure(
    `expected the folders ${FOLDERS.image[0]}/ and ${FOLDERS.reference[0]}/ in ${folder}, got none called ${FOLDERS[field].join(' or ')}`,
  )
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
