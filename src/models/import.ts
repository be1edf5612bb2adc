import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../core/error.js'
import { catalogue } from './catalogue.js'
import { difference, digestFile, type FileDigest } from './digest.js'
import type { CatalogueEntry, ModelFile } from './entry.js'
import { expectedOf } from './expected.js'
import { attempt, badFile, hasCode, ModelFailure } from './failure.js'
import { bringIn } from './install.js'
import { withLock } from './lock.js'
import { makePlaceInside } from './place.js'
import type { FileRecord } from './record.js'
import { requireModel } from './require-model.js'
import { sleep } from './sleep.js'

/** What bringing files in works with. */
export interface ImportOptions {
  /** The models' folder, absolute: `modelHome(env)`. */
  readonly home: string
  /** Ends the work; nothing half-written stays. */
  readonly signal: AbortSignal
  /** Takes files that nobody vouches for, or that are others than the catalogue's. */
  readonly unverified?: boolean
  /** Other models than the catalogue's. */
  readonly models?: ReadonlyArray<CatalogueEntry>
}

/** A file that was brought in. */
export interface ImportedFile {
  readonly name: string
  readonly path: string
  readonly verified: FileRecord['verified']
}

/**
 * Brings files of the user into a model: each is copied, never moved or linked, and has to be what the catalogue says, or the user
 * says that it shall do (`unverified`, which is written down).
 *
 * @param name - As in the catalogue.
 * @param files - Each is told by its digest, or by its name.
 * @returns Left `InvalidOption` for an unknown model or a file that belongs to no part of it, `BadFile` for one that is not there or
 * not what it should be.
 * @category commands
 * @since 0.2.0
 */
export const importFiles = (
  name: string,
  files: ReadonlyArray<string>,
  options: ImportOptions,
): TE.TaskEither<RewardError, ReadonlyArray<ImportedFile>> =>
  attempt(async () => {
    const { models = catalogue, signal } = options
    const entry = requireModel(name, models)
    // All are judged before the first is brought in.
    const judged: Array<Judged> = []
    for (const given of files) judged.push(await judge(entry, given, options))
    const twice = judged.find(({ file }, at) => judged.findIndex((other) => other.file === file) !== at)
    if (twice !== undefined) throw badFile(twice.given, `one file for ${twice.file.name}`, 'two')
    const imported: Array<ImportedFile> = []
    for (const one of judged) imported.push(await take(one, options.home, signal))
    return imported
  })

interface Judged {
  readonly given: string
  readonly file: ModelFile
  readonly digest: FileDigest
  readonly verified: FileRecord['verified']
}

const judge = async (
  entry: CatalogueEntry,
  given: string,
  { unverified = false, signal }: ImportOptions,
): Promise<Judged> => {
  const digest = await digestOfUser(given, signal)
  const byDigest = entry.files.find((file) => agrees(file, digest))
  if (byDigest !== undefined) return { given, file: byDigest, digest, verified: byDigest.check.verify }
  const file = entry.files.find((one) => one.name === path.basename(given))
  if (file === undefined) {
    throw new ModelFailure({
      _tag: 'InvalidOption',
      reward: 'models',
      option: 'file',
      expected: `${entry.files.map((one) => one.name).join(' or ')}, by name or by content`,
      received: describe(path.basename(given)),
    })
  }
  if (unverified) return { given, file, digest, verified: 'unverified' }
  const expected = expectedOf(file)
  if (expected === undefined) {
    throw badFile(given, 'a file whose digest is known', `${digest.sha256}; --unverified takes it on your word`)
  }
  const wrong = difference(digest, { digest: expected })
  throw badFile(
    given,
    wrong?.expected ?? 'the file',
    `${wrong?.received ?? 'another'}; --unverified takes it all the same`,
  )
}

const agrees = (file: ModelFile, digest: FileDigest): boolean => {
  const expected = expectedOf(file)
  return expected !== undefined && difference(digest, { digest: expected }) === undefined
}

const digestOfUser = async (given: string, signal: AbortSignal): Promise<FileDigest> => {
  if (given.includes('\0')) throw badFile(describe(given), 'a file', 'a path with a NUL')
  try {
    if (!(await stat(given)).isFile()) throw badFile(given, 'a file', 'something else')
    return await digestFile(given, { signal })
  } catch (cause) {
    if (hasCode(cause, 'ENOENT', 'ENOTDIR')) throw badFile(given, 'a file', 'nothing', cause)
    if (hasCode(cause, 'EACCES', 'EPERM')) throw badFile(given, 'a file that may be read', 'permission denied', cause)
    throw cause
  }
}

const take = async (
  { given, file, digest, verified }: Judged,
  home: string,
  signal: AbortSignal,
): Promise<ImportedFile> => {
  const place = await makePlaceInside(home, file.path)
  const lock = await makePlaceInside(home, `${file.path}.lock`)
  return withLock(lock, { signal, sleep }, async (held) => {
    const source = await realpath(given)
    const record = { sha256: digest.sha256, bytes: digest.bytes, verified, source }
    if (source !== place) await bringIn(source, 'copy', digest, { home, file: file.path, place, record }, held)
    return { name: file.name, path: place, verified }
  })
}
