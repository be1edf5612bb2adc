import path from 'node:path'
import { difference, digestFile, digestOfTag, type FileDigest } from './digest.js'
import type { ModelFile } from './entry.js'
import type { Environment } from './environment.js'
import { expectedOf } from './expected.js'
import { inCaches } from './find-file.js'
import type { FileRecord } from './record.js'

/** A file of another program's cache that is the one wanted, down to its digest. */
export interface Cached {
  readonly path: string
  readonly digest: FileDigest
  readonly verified: FileRecord['verified']
}

/**
 * Looks for a file in the caches of torch and of Hugging Face and reads it through. In the latter a file is named by the hub's own
 * digest of it, which serves where the catalogue has none. What cannot be verified, or is another file, is not taken.
 */
export const fromCache = async (
  file: ModelFile,
  env: Environment,
  signal: AbortSignal,
): Promise<Cached | undefined> => {
  const found = await inCaches(file, env)
  if (found.state !== 'found') return undefined
  const known = expectedOf(file)
  const expected = known ?? digestOfTag(path.basename(found.path))
  if (expected === undefined) return undefined
  try {
    const digest = await digestFile(found.path, { git: expected.kind === 'git-sha1', signal })
    if (difference(digest, { digest: expected }) !== undefined) return undefined
    return { path: found.path, digest, verified: known === undefined ? 'hub' : file.check.verify }
  } catch {
    // A cache that cannot be read is no reason not to download.
    signal.throwIfAborted()
    return undefined
  }
}
