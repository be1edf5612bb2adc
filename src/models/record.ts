import { open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { hasCode } from './failure.js'
import { makePlaceInside, placeInside } from './place.js'

/** What was found out about a file when it was put in its place. */
export interface FileRecord {
  readonly sha256: string
  readonly bytes: number
  /** What vouched for it. `'unverified'`: the user, against or without a known digest. */
  readonly verified: 'sha256' | 'prefix' | 'hub' | 'unverified'
  /** Where it came from, without user, password or query. */
  readonly source: string
}

const MAX_RECORD_BYTES = 1 << 16

const placeOf = (file: string): string => `records/${file}.json`

const isRecord = (value: unknown): value is FileRecord => {
  const { sha256, bytes, verified, source } = (value ?? {}) as Partial<FileRecord>
  return (
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    Number.isSafeInteger(bytes) &&
    ['sha256', 'prefix', 'hub', 'unverified'].includes(verified as string) &&
    typeof source === 'string'
  )
}

/** The record of a file, by its path under the home. A record that cannot be read counts as none. */
export const readRecord = async (home: string, file: string): Promise<FileRecord | undefined> => {
  try {
    const bytes = await readFile(await placeInside(home, placeOf(file)))
    if (bytes.length > MAX_RECORD_BYTES) return undefined
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return isRecord(value) ? value : undefined
  } catch (cause) {
    if (cause instanceof SyntaxError || hasCode(cause, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
    throw cause
  }
}

export const writeRecord = async (home: string, file: string, record: FileRecord): Promise<void> => {
  const place = await makePlaceInside(home, placeOf(file))
  const temporary = path.join(path.dirname(place), `${path.basename(place)}.${process.pid}.new`)
  await rm(temporary, { force: true })
  const handle = await open(temporary, 'wx')
  try {
    await handle.writeFile(`${JSON.stringify(record, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, place)
}

export const removeRecord = async (home: string, file: string): Promise<void> => {
  await rm(await placeInside(home, placeOf(file)), { force: true })
}
