import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** What is to be found in a file, as far as it is known. */
export type Expected =
  | { readonly kind: 'sha256'; readonly hex: string }
  | { readonly kind: 'sha256-prefix'; readonly hex: string }
  /** Of `blob <length>\0` and the content: what git, and so the hub, names a small file by. */
  | { readonly kind: 'git-sha1'; readonly hex: string }

export interface FileDigest {
  readonly bytes: number
  readonly sha256: string
  /** Only when it was asked for. */
  readonly gitSha1?: string
}

const CHUNK_BYTES = 1 << 20

/** Reads a file through and digests it, in memory that does not depend on its length. */
export const digestFile = async (
  file: string,
  { git = false, signal }: { readonly git?: boolean; readonly signal?: AbortSignal } = {},
): Promise<FileDigest> => {
  const sha256 = createHash('sha256')
  const sha1 = git ? createHash('sha1').update(`blob ${(await stat(file)).size}\0`) : undefined
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES, signal })) {
    bytes += (chunk as Buffer).length
    sha256.update(chunk as Buffer)
    sha1?.update(chunk as Buffer)
  }
  return { bytes, sha256: sha256.digest('hex'), ...(sha1 === undefined ? {} : { gitSha1: sha1.digest('hex') }) }
}

/** What a file should be and what it is, when they differ; nothing when they agree. */
export const difference = (
  digest: FileDigest,
  expected: { readonly bytes?: number; readonly digest?: Expected },
): { readonly expected: string; readonly received: string } | undefined => {
  if (expected.bytes !== undefined && expected.bytes !== digest.bytes) {
    return { expected: `${expected.bytes} bytes`, received: String(digest.bytes) }
  }
  const of = expected.digest
  if (of === undefined) return undefined
  const found = of.kind === 'git-sha1' ? (digest.gitSha1 ?? 'none') : digest.sha256
  const agrees = of.kind === 'sha256-prefix' ? found.startsWith(of.hex) : found === of.hex
  const name = of.kind === 'git-sha1' ? 'git blob digest' : 'sha256'
  return agrees ? undefined : { expected: `the ${name} ${of.hex}`, received: found }
}

/** The digest that an entity tag of the hub is: sha256 of a large file, git's digest of a small one. */
export const digestOfTag = (tag: string | undefined): Expected | undefined => {
  const hex = /^(?:W\/)?"?([0-9a-f]{40}|[0-9a-f]{64})"?$/.exec(tag?.trim() ?? '')?.[1]
  if (hex === undefined) return undefined
  return { kind: hex.length === 64 ? 'sha256' : 'git-sha1', hex }
}
