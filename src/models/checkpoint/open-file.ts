import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { badFile, Refusal, refuse } from './refusal.js'

/** Opening a pipe must not wait for somebody to write into it. Not on every system. */
const NOT_WAITING = (constants.O_NONBLOCK as number | undefined) ?? 0

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no file of that name',
  EACCES: 'a file that may not be read; look at its permissions',
  ELOOP: 'a link that leads to itself',
}

const explained = (cause: unknown): unknown => {
  const reason = REASONS[(cause as { readonly code?: string } | undefined)?.code ?? '']
  return reason === undefined ? cause : new Refusal('a file that can be read', reason)
}

/** Opens a plain file for reading, hands it on with its size, and closes it whatever happens. */
export const withFile = async <A>(
  path: string,
  use: (file: FileHandle, size: number) => Promise<A> | A,
): Promise<E.Either<RewardError, A>> => {
  try {
    const file = await open(path, constants.O_RDONLY | NOT_WAITING)
    try {
      const stats = await file.stat()
      if (!stats.isFile()) refuse('a file', stats.isDirectory() ? 'a folder' : 'something else')
      return E.right(await use(file, stats.size))
    } finally {
      await file.close()
    }
  } catch (cause) {
    return E.left(badFile(path, explained(cause)))
  }
}
