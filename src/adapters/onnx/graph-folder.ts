import { copyFile, link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** A folder of graphs, with the checkpoint they point into beside them. It holds no copy of the weights where the file system can link. */
export interface GraphFolder {
  /** The checkpoint's name inside the folder. */
  readonly location: string
  /** How the checkpoint got there. */
  readonly placed: 'linked' | 'copied'
  /** Writes a graph and tells its path. */
  readonly write: (name: string, bytes: Uint8Array) => Promise<string>
  readonly remove: () => Promise<void>
}

/**
 * Makes a folder for graphs of a checkpoint: onnxruntime reads weights from the graph's own folder only, and follows no symbolic
 * link out of it. A hard link costs nothing; where none can be made (another file system, another owner), the folder is tried
 * beside the checkpoint, and as a last resort the file is copied.
 *
 * @param checkpoint - The file the graphs point into.
 * @param parents - Where to make the folder, best first; created if need be.
 */
export const makeGraphFolder = async (checkpoint: string, parents: ReadonlyArray<string>): Promise<GraphFolder> => {
  const location = `weights${path.extname(checkpoint)}`
  const tries = [
    ...parents.map((parent) => ({ parent, place: link, placed: 'linked' as const })),
    ...parents.map((parent) => ({ parent, place: copyFile, placed: 'copied' as const })),
  ]
  let last: unknown
  for (const { parent, place, placed } of tries) {
    let folder: string | undefined
    try {
      await mkdir(parent, { recursive: true })
      const made = await mkdtemp(path.join(parent, `${process.pid}-`))
      folder = made
      await place(checkpoint, path.join(made, location))
      return {
        location,
        placed,
        write: async (name, bytes) => {
          const file = path.join(made, `${name}.onnx`)
          await writeFile(file, bytes)
          return file
        },
        remove: () => rm(made, { recursive: true, force: true }),
      }
    } catch (cause) {
      last = cause
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    }
  }
  throw last
}
