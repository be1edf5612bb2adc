import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { hubCacheFolder, hubSnapshotFile, torchHubFolder } from './caches.js'
import type { CatalogueEntry, ModelFile } from './entry.js'
import type { Environment } from './environment.js'
import { placeInside } from './place.js'
import { readRecord } from './record.js'

/** Where a file was found. */
export type FileOrigin = 'model-dir' | 'home' | 'torch-hub' | 'hf-hub'

/** What is known of a file without reading it. */
export type FileState =
  | { readonly state: 'found'; readonly origin: FileOrigin; readonly path: string; readonly bytes: number }
  | { readonly state: 'damaged'; readonly path: string; readonly bytes: number; readonly expected: number }
  | { readonly state: 'missing' }

/** The places a file is looked for in. */
export interface Places {
  /** The models' folder, absolute. */
  readonly home: string
  /** The environment, normally `process.env`. */
  readonly env: Environment
  /** A folder that the user named: comes first, and what lies there is taken as it is. */
  readonly modelDir?: string
}

/** The length of a regular file, links followed; nothing where there is none. */
const lengthOf = async (file: string): Promise<number | undefined> => {
  try {
    const info = await stat(file)
    return info.isFile() ? info.size : undefined
  } catch {
    return undefined
  }
}

const MISSING: FileState = { state: 'missing' }

const foundAt = async (origin: FileOrigin, file: string, expected?: number): Promise<FileState> => {
  const bytes = await lengthOf(file)
  if (bytes === undefined || (expected !== undefined && bytes !== expected)) return MISSING
  return { state: 'found', origin, path: await realpath(file), bytes }
}

const inModelDir = async (entry: CatalogueEntry, file: ModelFile, modelDir: string | undefined): Promise<FileState> => {
  if (modelDir === undefined) return MISSING
  const nested = await foundAt('model-dir', path.resolve(modelDir, entry.name, file.name))
  return nested.state === 'found' ? nested : foundAt('model-dir', path.resolve(modelDir, file.name))
}

/**
 * A file in the models' folder, judged by its length: the catalogue's, or, for what a user brought in unverified, the length it had
 * then.
 */
export const inHome = async (file: ModelFile, home: string): Promise<FileState> => {
  const place = await placeInside(home, file.path)
  const bytes = await lengthOf(place)
  if (bytes === undefined) return MISSING
  const record = await readRecord(home, file.path)
  const expected = record?.bytes ?? file.bytes
  return expected === undefined || expected === bytes
    ? { state: 'found', origin: 'home', path: place, bytes }
    : { state: 'damaged', path: place, bytes, expected }
}

const inTorchHub = (file: ModelFile, env: Environment): Promise<FileState> =>
  file.source.kind === 'url'
    ? foundAt('torch-hub', path.join(torchHubFolder(env), file.name), file.bytes)
    : Promise.resolve(MISSING)

const inHubCache = async ({ source, bytes, check }: ModelFile, env: Environment): Promise<FileState> => {
  if (source.kind !== 'hub') return MISSING
  const folder = hubCacheFolder(env)
  const at = (revision: string) =>
    foundAt('hf-hub', hubSnapshotFile(folder, source.repository, revision, source.file), bytes)
  const pinned = await at(source.revision)
  // Another revision may hold the same file; only a digest can tell.
  if (pinned.state === 'found' || check.verify === 'hub' || bytes === undefined) return pinned
  const main = await mainRevision(folder, source.repository)
  return main === undefined ? pinned : at(main)
}

const mainRevision = async (folder: string, repository: string): Promise<string | undefined> => {
  try {
    const file = path.join(folder, `models--${repository.replaceAll('/', '--')}`, 'refs', 'main')
    const text = (await readFile(file, 'utf8')).trim()
    return /^[0-9a-f]{40}$/.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** A file in the caches of other programs. */
export const inCaches = async (file: ModelFile, env: Environment): Promise<FileState> => {
  const torch = await inTorchHub(file, env)
  return torch.state === 'found' ? torch : inHubCache(file, env)
}

/**
 * Looks for a file: in the folder the user named, in the models' folder, in the caches of torch and of Hugging Face. Nothing is read
 * but lengths; a file in a cache whose length is not the catalogue's is passed over.
 */
export const findFile = async (
  entry: CatalogueEntry,
  file: ModelFile,
  { home, env, modelDir }: Places,
): Promise<FileState> => {
  const own = await inModelDir(entry, file, modelDir)
  if (own.state === 'found') return own
  const kept = await inHome(file, home)
  if (kept.state !== 'missing') return kept
  return inCaches(file, env)
}
