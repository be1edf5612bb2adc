import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import { fileSource } from './byte-source.js'
import type { Checkpoint } from './checkpoint.js'
import { withFile } from './open-file.js'
import { readCheckpoint } from './read-checkpoint.js'

/**
 * Reads what a checkpoint holds: names, dtypes, shapes, and where in the file the values lie.
 *
 * torch's zip and legacy files (`.pth`, `.bin`) and safetensors are told apart by their content. A pickle is read as data: no
 * code in a file is ever run. The values are not read, so that a file of any size takes milliseconds; their checksums are not
 * verified either.
 *
 * @param path - Of a file on this machine.
 * @returns Left `BadFile` for a file that is absent, cut off, hostile or of another format; else Right its contents.
 * @example
 * ```ts @import.meta.vitest
 * expect(await openCheckpoint('absent.pth')()).toMatchObject({ left: { _tag: 'BadFile', received: 'no file of that name' } })
 * ```
 * @category constructors
 * @since 0.2.0
 */
export const openCheckpoint =
  (path: string): TaskEither<RewardError, Checkpoint> =>
  async () =>
    pipe(await withFile(path, (file, size) => readCheckpoint(fileSource(file.fd, size), path)), E.flatten)
