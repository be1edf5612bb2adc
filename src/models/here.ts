import { difference, digestFile } from './digest.js'
import type { ModelFile } from './entry.js'
import { expectedOf } from './expected.js'
import { inHome } from './find-file.js'
import { type FileRecord, readRecord, writeRecord } from './record.js'

/** How a file came to be there. */
export interface PulledFile {
  readonly name: string
  readonly path: string
  readonly bytes: number
  readonly how: 'here' | 'linked' | 'copied' | 'downloaded'
  readonly verified: FileRecord['verified']
}

/** A file that is there and known to be right when it was put there; what its place holds now is a question for `verify`. */
export const whatIsHere = async (file: ModelFile, home: string): Promise<PulledFile | undefined> => {
  const found = await inHome(file, home)
  const record = await readRecord(home, file.path)
  if (found.state !== 'found' || record === undefined) return undefined
  return { name: file.name, path: found.path, bytes: found.bytes, how: 'here', verified: record.verified }
}

/** A file that somebody else put into its place is read through, and kept when it is the right one. */
export const adopt = async (file: ModelFile, home: string, signal: AbortSignal): Promise<PulledFile | undefined> => {
  const found = await inHome(file, home)
  const expected = expectedOf(file)
  if (found.state !== 'found' || expected === undefined) return undefined
  const digest = await digestFile(found.path, { signal })
  if (difference(digest, { digest: expected }) !== undefined) return undefined
  const { sha256, bytes } = digest
  await writeRecord(home, file.path, { sha256, bytes, verified: file.check.verify, source: found.path })
  return whatIsHere(file, home)
}
