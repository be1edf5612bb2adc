import { lstat, realpath, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { catalogue } from './catalogue.js'
import type { CatalogueEntry } from './entry.js'
import { attempt, hasCode } from './failure.js'
import { withLock } from './lock.js'
import { makePlaceInside, placeInside } from './place.js'
import { removeRecord } from './record.js'
import { requireModel } from './require-model.js'
import { sleep } from './sleep.js'

/** What removing works with. */
export interface RemoveOptions {
  /** The models' folder, absolute: `modelHome(env)`. */
  readonly home: string
  /** Ends the waiting for a process that is fetching the same file. */
  readonly signal: AbortSignal
  /** Other models than the catalogue's. */
  readonly models?: ReadonlyArray<CatalogueEntry>
}

/** What was removed. */
export interface Removed {
  readonly model: string
  /** The files that were there, absolute. */
  readonly files: ReadonlyArray<string>
  /** Models that share one of them and are incomplete now. */
  readonly sharedWith: ReadonlyArray<string>
}

/**
 * Removes a model's files from the models' folder, with what is left of downloads of them, and folders that are empty then. Nothing
 * outside the folder is touched, caches of other programs included.
 *
 * @param name - As in the catalogue.
 * @returns Left `InvalidOption` for an unknown name, `BadFile` for a place behind a link.
 * @category commands
 * @since 0.2.0
 */
export const removeModel = (name: string, options: RemoveOptions): TE.TaskEither<RewardError, Removed> =>
  attempt(async () => {
    const { signal, models = catalogue } = options
    const entry = requireModel(name, models)
    const home = await realpath(options.home).catch(() => options.home)
    const files: Array<string> = []
    const gone = new Set<string>()
    for (const file of entry.files) {
      const place = await placeInside(home, file.path)
      const left = [place, ...(await Promise.all(LEFT.map((end) => placeInside(home, `${file.path}${end}`))))]
      const there = await Promise.all(left.map(exists))
      if (!there.some(Boolean)) continue
      await withLock(await makePlaceInside(home, `${file.path}.lock`), { signal, sleep }, async () => {
        for (const one of left) await rm(one, { force: true })
        await removeRecord(home, file.path)
      })
      if (there[0] === true) {
        files.push(place)
        gone.add(file.path)
      }
      await removeEmpty(home, path.dirname(place))
      await removeEmpty(home, path.dirname(await placeInside(home, `records/${file.path}.json`)))
    }
    const sharedWith = models
      .filter((other) => other !== entry && other.files.some((file) => gone.has(file.path)))
      .map((other) => other.name)
    return { model: entry.name, files, sharedWith }
  })

/** What a download leaves beside its file when it is interrupted. */
const LEFT = ['.part', '.part.tag']

const exists = async (file: string): Promise<boolean> => {
  try {
    return (await lstat(file)).isFile()
  } catch (cause) {
    if (hasCode(cause, 'ENOENT', 'ENOTDIR')) return false
    throw cause
  }
}

/** Removes empty folders upwards, the models' folder itself excepted. */
const removeEmpty = async (home: string, folder: string): Promise<void> => {
  try {
    for (let at = folder; path.basename(at) !== '' && isBelow(home, at); at = path.dirname(at)) await rmdir(at)
  } catch (cause) {
    if (!hasCode(cause, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM', 'EBUSY', 'ENOTDIR')) throw cause
  }
}

const isBelow = (home: string, folder: string): boolean => {
  const relative = path.relative(home, folder)
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)
}
