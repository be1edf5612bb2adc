import { copyFile, link, mkdtemp, readdir, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeFolders } from '../../models/make-folders.js'

const PREFIX = 'corl-graph-'

/** The folder beside a checkpoint, where that is the only place to link it. It goes when it is empty. */
export const BESIDE = '.corl-graphs'

/** A folder is there for as long as a session takes to open, which is seconds: an older one was left by a process that was killed. */
const STALE_MS = 30 * 60_000

const removeStale = async (parent: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(PREFIX)) continue
    const folder = path.join(parent, name)
    const age = Date.now() - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? Infinity)
    if (age > STALE_MS) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** A folder of graphs, with the checkpoint they point into beside them. It holds no copy of the weights where the file system can link. */
export interface GraphFolder {
  /** The checkpoint's name inside the folder. */
  readonly location: string
  /** How the checkpoint got there. */
  readonly placed: 'linked' | 'copied'
  /** Brings a further file in, linked or copied, and tells its name inside the folder. */
  readonly add: (file: string) => Promise<string>
  /** Writes a graph and tells its path. */
  readonly write: (name: string, bytes: Uint8Array) => Promise<string>
  readonly remove: () => Promise<void>
}

/**
 * Makes a folder for graphs of a checkpoint: onnxruntime reads weights from the graph's own folder only, and follows no symbolic
 * link out of it. A hard link costs nothing; where none can be made (another file system, another owner), the folder is tried
 * beside the checkpoint, and as a last resort the file is copied, if need be to the folder for temporary files.
 *
 * @param checkpoint - The file the graphs point into.
 * @param parents - Where to make the folder, best first; created if need be.
 */
export const makeGraphFolder = async (checkpoint: string, parents: ReadonlyArray<string>): Promise<GraphFolder> => {
  // A link to a link would lead nowhere from another folder.
  const file = await realpath(checkpoint)
  const location = `weights${path.extname(checkpoint)}`
  const tries = [
    ...parents.map((parent) => ({ parent, place: link, placed: 'linked' as const })),
    ...[...parents, tmpdir()].map((parent) => ({ parent, place: copyFile, placed: 'copied' as const })),
  ]
  let last: unknown
  for (const { parent, place, placed } of tries) {
    let folder: string | undefined
    try {
      await makeFolders(parent)
      await removeStale(parent)
      const made = await mkdtemp(path.join(parent, PREFIX))
      folder = made
      await place(file, path.join(made, location))
      return {
        location,
        placed,
        add: async (other) => {
          const name = path.basename(other)
          const target = path.join(made, name)
          const real = await realpath(other)
          await link(real, target).catch(() => copyFile(real, target))
          return name
        },
        write: async (name, bytes) => {
          const graph = path.join(made, `${name}.onnx`)
          await writeFile(graph, bytes)
          return graph
        },
        remove: async () => {
          await rm(made, { recursive: true, force: true })
          if (path.basename(parent) === BESIDE) await rmdir(parent).catch(() => undefined)
        },
      }
    } catch (cause) {
      last = cause
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    }
  }
  throw last
}
